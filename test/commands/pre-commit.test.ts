import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import PreCommit from '../../src/commands/hook/pre-commit.ts';
import { runCommand } from '../helpers/command.ts';
import { readOnlyProof } from '../helpers/read-only.ts';
import { place, repo } from '../helpers/repo.ts';
import { faultsOf } from '../helpers/schema.ts';
import { shopWorld, type ShopWorld } from '../helpers/world.ts';

let world: ShopWorld;
beforeAll(async () => {
  world = await shopWorld();
});
afterEach(() => {
  for (const { git } of [world.auth, world.cart, world.receipt]) git('reset', '-q');
});

type Where = {
  readonly directory?: string;
  readonly home?: string;
  readonly columns?: number;
  readonly env?: Readonly<Record<string, string>>;
};

/** What the hook says; its standard output is the first line, so that silence is seen. */
async function hook(argv: readonly string[] = [], where: Where = {}) {
  const { directory = world.cart.path, home = world.home, env = {}, ...rest } = where;
  // Long enough for a busy machine: what is told then does not depend on it.
  const calm = { NO_COLOR: '1', KG_HOOK_TIMEOUT: '1m', ...env };
  const outcome = await runCommand(PreCommit, [...argv], { directory, home, now: world.now, ...rest, env: calm });
  return { ...outcome, stderr: `\n${outcome.stderr.replaceAll(home, '~')}` };
}

describe('in the example world', () => {
  test('a commit that collides with another session is told of it, by name, and goes through', async () => {
    world.cart.git('add', 'src/session.ts');
    const { stdout, stderr, exitCode } = await hook();
    expect(stderr).toMatchInlineSnapshot(`
      "
      ▲ This commit conflicts with feature/auth (~/code/shop.auth)
          committed 2m ago  active: Add OAuth login and session cookies
          src/session.ts  41 ↔ 41  conflict
      ↳ To see both sides, run kg overlap @ feature/auth --diff
      "
    `);
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 0 });
    expect((await hook([], { columns: 60 })).stderr).toMatchInlineSnapshot(`
      "
      ▲ This commit conflicts with feature/auth (~/code/shop.auth)
          committed 2m ago  active: Add OAuth login and session c…
          src/session.ts  41 ↔ 41  conflict
      ↳ To see both sides, run kg overlap @ feature/auth --diff
      "
    `);
  });

  test('a strict one is stopped, and says how to go on', async () => {
    world.cart.git('add', 'src/session.ts');
    const strict = await hook(['--strict']);
    expect(strict.stderr).toMatchInlineSnapshot(`
      "
      ✗ This commit conflicts with feature/auth (~/code/shop.auth)
          committed 2m ago  active: Add OAuth login and session cookies
          src/session.ts  41 ↔ 41  conflict
      ↳ To see both sides, run kg overlap @ feature/auth --diff
      ↳ The commit was stopped. To make it anyway, run git commit --no-verify
      "
    `);
    expect(strict.exitCode).toBe(1);
    expect(await hook([], { env: { KG_HOOK_BLOCK: 'conflict' } })).toEqual(strict);
    expect(await hook(['--strict'], { env: { KG_SKIP: '1' } })).toEqual({ stdout: '', stderr: '\n', exitCode: 0 });
  });

  test('the config of the main worktree decides, and that of the branch does not', async () => {
    world.cart.git('add', 'src/session.ts');
    writeFileSync(join(world.cart.path, '.keepgoingrc'), 'hook: { block: conflict }\n');
    expect(await hook()).toMatchObject({ exitCode: 0 });
    world.shop.edit({ '.keepgoingrc': 'hook: { block: conflict }\n' });
    world.cart.edit({ '.keepgoingrc': 'hook: { block: never }\n' });
    expect(await hook()).toMatchObject({ exitCode: 1 });
    world.shop.edit({ '.keepgoingrc': null });
    world.cart.edit({ '.keepgoingrc': null });
  });

  test('silent when nothing is staged, and when nobody else changed what is', async () => {
    expect(await hook()).toEqual({ stdout: '', stderr: '\n', exitCode: 0 });
    // src/session.ts collides as it did, and is not in this commit.
    world.cart.stage({ 'src/stock.ts': 'stock\n' });
    expect(await hook(['--strict'])).toEqual({ stdout: '', stderr: '\n', exitCode: 0 });
    world.cart.git('rm', '-q', '--cached', 'src/stock.ts');
    world.cart.edit({ 'src/stock.ts': null });
  });

  test('as JSON, by its schema', async () => {
    world.cart.git('add', 'src/session.ts');
    const { stdout, stderr } = await hook(['--json', '--strict']);
    expect(await faultsOf('pre-commit', stdout)).toEqual([]);
    expect(stderr).toBe('\n');
    expect(JSON.parse(stdout)).toMatchObject({
      blocked: true,
      staged: 1,
      looked: 4,
      notLooked: [],
      meetings: [{ branch: 'feature/auth', level: 'conflict', files: [{ path: 'src/session.ts' }] }],
      sessions: [{ task: 'Add OAuth login and session cookies', status: 'active' }],
    });
  });

  test('looking changes no byte of the repository, the worktrees or the config directory', async () => {
    world.cart.git('add', 'src/session.ts');
    const proof = readOnlyProof([world.shop.path, world.auth.path, world.cart.path, world.claude.directory]);
    await hook();
    expect(proof.differences()).toEqual([]);
  });
});

const numbered = (count: number, changed: Readonly<Record<number, string>> = {}) =>
  Array.from({ length: count }, (_, at) => `${changed[at + 1] ?? at + 1}\n`).join('');

test('many collisions are a whisper: the worst of them, and a count of the rest', async () => {
  const files = Object.fromEntries(Array.from({ length: 9 }, (_, at) => [`src/file-${at}.ts`, numbered(40)]));
  const shop = await repo({ files: { ...files, 'package-lock.json': numbered(40) } });
  const change = (line: number, text: string) =>
    Object.fromEntries(
      [...Object.keys(files), 'package-lock.json'].map((path) => [path, numbered(40, { [line]: text })]),
    );
  for (const name of ['one', 'two', 'three', 'four']) shop.worktree(name).edit(change(5, name));
  shop.worktree('near').edit({ 'src/file-0.ts': numbered(40, { 7: 'near' }) });
  shop.worktree('far').edit({ 'src/file-1.ts': numbered(40, { 30: 'far' }) });
  const own = shop.worktree('own');
  own.stage(change(5, 'own'));
  const { stderr } = await hook([], { directory: own.path, home: join(shop.path, '..') });
  expect(stderr).toMatchInlineSnapshot(`
    "
    ▲ This commit conflicts with four  uncommitted  no known session
        src/file-0.ts  5 ↔ 5  conflict
    ▲ This commit conflicts with one  uncommitted  no known session
        src/file-0.ts  5 ↔ 5  conflict
    ▲ This commit conflicts with three  uncommitted  no known session
        src/file-0.ts  5 ↔ 5  conflict
    ▲ This commit conflicts with two  uncommitted  no known session
        src/file-0.ts  5 ↔ 5  conflict
    … and 37 more files in 5 worktrees (kg overlap @)
    ○ Changed elsewhere too, far apart: 1 file in 1 worktree (kg overlap @)
    ↳ To see both sides, run kg overlap @ four --diff
    "
  `);

  const lines = stderr.split('\n');
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
});

test('only the same file, far apart: one line, and a strict hook of that level stops at it', async () => {
  const shop = await repo({ files: { a: numbered(40) } });
  shop.worktree('far').commit({ a: numbered(40, { 30: 'far' }) });
  const near = shop.worktree('near');
  near.commit({ a: numbered(40, { 5: 'here' }) });
  near.commit({ b: 'b\n' });
  const home = join(shop.path, '..');
  // The file was changed by an earlier commit of this branch, not by this one.
  near.stage({ b: 'c\n' });
  expect((await hook([], { directory: near.path, home })).stderr).toBe('\n');
  near.stage({ a: numbered(40, { 5: 'there' }) });
  expect((await hook([], { directory: near.path, home })).stderr).toMatchInlineSnapshot(`
    "
    ○ Changed elsewhere too, far apart: 1 file in 1 worktree (kg overlap @)
    "
  `);
  const stopped = await hook([], { directory: near.path, home, env: { KG_HOOK_BLOCK: 'file' } });
  expect(stopped.stderr).toMatchInlineSnapshot(`
    "
    ✗ This commit changes a file that is also changed in far (~/shop.far)
        committed  no known session
        a  5 ↔ 30  same file
    ↳ To see both sides, run kg overlap @ far --diff
    ↳ The commit was stopped. To make it anyway, run git commit --no-verify
    "
  `);
  expect(stopped.exitCode).toBe(1);
});

test('names of others do nothing to the terminal', async () => {
  const shop = await repo({ files: { 'a\u001B[31m\n"b"': 'one\n' } });
  shop
    .worktree('evil\u009B31m\u202E', { path: join(place('.'), "it's \u0007here") })
    .edit({ 'a\u001B[31m\n"b"': 'two\n' });
  const own = shop.worktree('own');
  own.stage({ 'a\u001B[31m\n"b"': 'three\n' });
  const { stderr } = await hook([], { directory: own.path, home: join(shop.path, '..') });
  expect(stderr).toMatch(/conflict/u);
  expect(stderr.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202E]/u);
});

describe('what fails lets the commit through, with one line', () => {
  test('outside of a repository, with a broken config, and with words that it does not know', async () => {
    const directory = place('nowhere');
    mkdirSync(directory);
    const told = [
      await hook([], { directory }),
      await hook([], { env: { KG_HOOK_TIMEOUT: 'soon' } }),
      await hook(['--loud']),
    ];
    expect(told.map(({ stderr }) => stderr.replaceAll(directory, '<nowhere>')).join('')).toMatchInlineSnapshot(`
      "
      ▲ kg let this commit through unchecked: Not inside a git repository: <nowhere>

      ▲ kg let this commit through unchecked: KG_HOOK_TIMEOUT: hook.timeout is "soon": expected a duration from 100ms to 1m, such as 1500ms

      ▲ kg let this commit through unchecked: Nonexistent flag: --loud
      "
    `);
    expect(told.map(({ exitCode }) => exitCode)).toEqual([0, 0, 0]);
  });

  test('a repository without another worktree, and one without a commit, are nothing to talk about', async () => {
    const alone = await repo();
    alone.stage({ 'README.md': 'changed\n' });
    const unborn = await repo({ files: null });
    unborn.stage({ a: 'a\n' });
    for (const { path } of [alone, unborn])
      expect(await hook([], { directory: path })).toEqual({ stdout: '', stderr: '\n', exitCode: 0 });
  });

  test('an index that is damaged', async () => {
    world.cart.edit({ broken: 'no index\n' });
    const { stderr, exitCode } = await hook([], { env: { GIT_INDEX_FILE: join(world.cart.path, 'broken') } });
    world.cart.edit({ broken: null });
    expect(exitCode).toBe(0);
    expect(stderr).toMatchInlineSnapshot(`
      "
      ▲ kg let this commit through unchecked: git failed in ~/code/shop.cart: fatal: ~/code/shop.cart/broken: index file smaller than expected
      "
    `);
  });
});

test('what git cannot merge is told by name, and never as far apart', async () => {
  const shop = await repo({ files: { a: numbered(40) } });
  const other = shop.worktree('other', { detach: true });
  other.git('checkout', '-q', '--orphan', 'elsewhere');
  other.commit({ a: numbered(40, { 5: 'there' }) });
  const own = shop.worktree('own');
  own.stage({ a: numbered(40, { 5: 'here' }) });
  const where = { directory: own.path, home: join(shop.path, '..') };
  expect((await hook([], where)).stderr).toMatchInlineSnapshot(`
    "
    ○ Changed elsewhere too, not compared: 1 file in 1 worktree (kg overlap @)
    "
  `);
  const { stdout } = await hook(['--json'], where);
  expect(await faultsOf('pre-commit', stdout)).toEqual([]);
  expect(JSON.parse(stdout).meetings).toMatchObject([{ level: 'file', unchecked: 'unrelated' }]);
});
