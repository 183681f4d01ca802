import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import Overlap from '../../src/commands/overlap.ts';
import { runCommand } from '../helpers/command.ts';
import { readOnlyProof } from '../helpers/read-only.ts';
import { repo } from '../helpers/repo.ts';
import { faultsOf } from '../helpers/schema.ts';
import { shopWorld, type ShopWorld } from '../helpers/world.ts';

let world: ShopWorld;
beforeAll(async () => {
  world = await shopWorld();
});

type Where = { readonly directory?: string; readonly home?: string; readonly columns?: number };

async function overlap(argv: string[], where: Where = {}) {
  const { directory = world.auth.path, home = world.home } = where;
  const outcome = await runCommand(Overlap, argv, {
    directory,
    home,
    now: world.now,
    env: { NO_COLOR: '1' },
    ...where,
  });
  const told = (text: string) => `\n${text.replaceAll(home, '~')}`;
  return { ...outcome, stdout: told(outcome.stdout), stderr: told(outcome.stderr) };
}

describe('the example world', () => {
  test('on a terminal', async () => {
    const { stdout, stderr, exitCode } = await overlap([], { columns: 80 });
    expect(stdout + stderr).toMatchInlineSnapshot(`
      "
      ✗ feature/auth ↔ feature/cart  conflict
          feature/auth  committed    2m ago  Add OAuth login and session cookies
          feature/cart  uncommitted  9m ago  Rework the cart so that prices come from…
          src/session.ts  41 ↔ 41  conflict


      ○ 10 pairs checked: 1 conflict, 9 share no file
      ↳ To see both sides, run kg overlap feature/auth feature/cart --diff
      "
    `);
    expect(exitCode).toBe(0);
  });

  test('both sides of one pair', async () => {
    const { stdout } = await overlap(['feature/auth', 'feature/cart', '--diff'], { columns: 80 });
    expect(stdout).toMatchInlineSnapshot(`
      "
      ✗ feature/auth ↔ feature/cart  conflict
          feature/auth  committed    2m ago  Add OAuth login and session cookies
          feature/cart  uncommitted  9m ago  Rework the cart so that prices come from…
          src/session.ts  41 ↔ 41  conflict

      src/session.ts  feature/auth ↔ feature/cart
      @@ feature/auth 41 ↔ feature/cart 41 @@
      <<<<<<< feature/auth
      cookie 41
      ||||||| before
      session 41
      =======
      basket 41
      >>>>>>> feature/cart
      "
    `);
  });

  test('in a pipe', async () => {
    const { stdout } = await overlap([]);
    expect(stdout).toMatchInlineSnapshot(`
      "
      Level	Kind	Class	Path	A	Lines A	State A	Session A	B	Lines B	State B	Session B	Note
      conflict	content	source	src/session.ts	feature/auth	41	committed	Add OAuth login and session cookies (2m ago)	feature/cart	41	uncommitted	Rework the cart so that prices come from the server (9m ago)	
      "
    `);
  });

  test('as JSON, by its schema', async () => {
    const { stdout } = await overlap(['--json']);
    const answer = JSON.parse(stdout);
    expect(await faultsOf('overlap', stdout)).toEqual([]);
    expect(answer).toMatchObject({
      schema: 1,
      checked: 10,
      pairs: [{ level: 'conflict', files: [{ path: 'src/session.ts' }] }],
    });
  });

  test('narrowed by worktree, by path and by level', async () => {
    const none = await overlap(['docs/readme'], { columns: 80 });
    expect(none.stdout + none.stderr).toMatchInlineSnapshot(`
      "

      ○ No overlap: 4 pairs checked
      "
    `);
    const paths = await overlap(['--path', 'src/*.ts', '--json']);
    expect(JSON.parse(paths.stdout).pairs).toHaveLength(1);
    const elsewhere = await overlap(['--path', 'docs', '--json']);
    expect(JSON.parse(elsewhere.stdout).pairs).toHaveLength(0);
  });

  test('a conflict stops a script that asks for it, and nothing less does', async () => {
    expect(await overlap(['--exit-code'])).toMatchObject({ exitCode: 1 });
    expect(await overlap(['docs/readme', '--exit-code'])).toMatchObject({ exitCode: 0 });
  });

  test('what is staged here, and what is not', async () => {
    const staged = async () =>
      JSON.parse((await overlap(['--staged', '--json'], { directory: world.cart.path })).stdout);
    expect((await staged()).pairs).toEqual([]);
    world.cart.git('add', 'src/session.ts');
    expect((await staged()).pairs).toMatchObject([{ level: 'conflict' }]);
    world.cart.git('reset', '-q');
  });

  test('against a commit, and against none of that name', async () => {
    const { stdout } = await overlap(['--against', 'feature/cart', '--json']);
    expect(JSON.parse(stdout)).toMatchObject({ against: 'feature/cart' });
    const none = await overlap(['--against', '--upload-pack=x']);
    expect(none.exitCode).toBe(2);
    const missing = await overlap(['--against', 'nowhere']);
    expect(missing).toMatchObject({ stderr: '\n✗ There is no commit of the name nowhere\n', exitCode: 2 });
  });

  test('looking changes no byte of the repository, the worktrees or the config directory', async () => {
    const proof = readOnlyProof([join(world.home, 'code'), join(world.home, '.claude')]);
    await overlap(['--diff']);
    await overlap(['--staged']);
    expect(proof.differences()).toEqual([]);
  });
});

test('nothing in common is said, with the number of pairs', async () => {
  const shop = await repo();
  const home = join(shop.path, '..');
  shop.worktree('one').edit({ 'one.txt': '1\n' });
  shop.worktree('two').edit({ 'two.txt': '2\n' });
  const { stdout, stderr } = await overlap([], { directory: shop.path, home, columns: 80 });
  expect(stdout + stderr).toMatchInlineSnapshot(`
    "

    ○ No overlap: 3 pairs checked
    "
  `);
});
