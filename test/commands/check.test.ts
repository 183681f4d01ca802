import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import Check from '../../src/commands/check.ts';
import Checkpoint from '../../src/commands/checkpoint.ts';
import { askArticle } from '../helpers/ask-article.ts';
import { articleScene, type ArticleScene } from '../helpers/article.ts';
import { runCommand } from '../helpers/command.ts';
import { readOnlyProof } from '../helpers/read-only.ts';
import { faultsOf } from '../helpers/schema.ts';

let scene: ArticleScene;
beforeAll(async () => {
  scene = await articleScene();
});

function check(argv: string[], columns?: number) {
  return askArticle(scene, Check, argv, columns === undefined ? {} : { columns });
}

test('on a terminal, with its exit code', async () => {
  const { stdout, exitCode } = await check([], 80);
  expect(stdout).toMatchInlineSnapshot(`
    "
    ▲ caution  test/checkout  3 reasons
      caution test/pay.test.ts:3 is wrong once merged with feature/auth, though git
              merges it: charge is called with other arguments than it takes now:
              function charge(request: Charge): void; here uses it at
              test/pay.test.ts:3; feature/auth changed src/pay.ts:3
              ↳ see what each side did: kg overlap test/checkout feature/auth --depth symbols
      caution src/models/user.ts: “Write tests for the checkout” works without what
              feature/auth has committed
              ↳ take it over: git merge feature/auth
      caution src/pay.ts: being changed in feature/auth, which “Write tests for the
              checkout” cannot have yet
              ↳ commit in feature/auth, then here: git merge feature/auth
    "
  `);
  expect(exitCode).toBe(0);
  expect((await check(['--strict'])).exitCode).toBe(1);
});

test('the trunk on which somebody mends a bug', async () => {
  const { stdout, exitCode } = await check(['^'], 80);
  expect(stdout).toMatchInlineSnapshot(`
    "
    ✓ clear  main  nothing found that stands in the way
    "
  `);
  expect(exitCode).toBe(0);
});

test('in a pipe, and as JSON by its schema', async () => {
  expect((await check(['feature/auth'])).stdout).toMatchInlineSnapshot(`
    "
    verdict	caution	feature/auth	
    caution	semantic	test/pay.test.ts:3 is wrong once merged with test/checkout, though git merges it: charge is called with other arguments than it takes now: function charge(request: Charge): void; here changed src/pay.ts:3; test/checkout uses it at test/pay.test.ts:3	see what each side did: kg overlap feature/auth test/checkout --depth symbols
    caution	lacks	src/session.ts: “Refactor the login” works without what main has committed	take it over: git merge main
    caution	trunk-conflict	src/session.ts: merging main would stop	settle it while it is small: git merge main
    info	trunk-moved	main moved on 1 file changed here, 1 read here; 1 would conflict	take it over when it suits: git merge main
    "
  `);
  const { stdout } = await check(['feature/auth', '--json']);
  expect(await faultsOf('check', stdout)).toEqual([]);
  expect(JSON.parse(stdout)).toMatchObject({ verdict: 'caution', branch: 'feature/auth' });
});

test('looking changes nothing', async () => {
  const proof = readOnlyProof([join(scene.home, 'code'), join(scene.home, '.claude')]);
  await check([]);
  expect(proof.differences()).toEqual([]);
});

test('files written since the last checkpoint are a remark, until the next one', async () => {
  const { home, now, tests } = scene;
  const where = { directory: tests.path, home, env: { NO_COLOR: '1' } };
  const save = (at: Date) => runCommand(Checkpoint, [], { ...where, now: at });
  const codes = async (at: Date): Promise<readonly string[]> => {
    const { stdout } = await runCommand(Check, ['--json'], { ...where, now: at });
    const { reasons }: { readonly reasons: readonly { readonly code: string }[] } = JSON.parse(stdout);
    return reasons.map(({ code }) => code);
  };
  expect((await save(new Date('2026-11-22T11:36:00.000Z'))).exitCode).toBe(0);
  expect(await codes(now)).toContain('checkpoint-stale');
  await save(now);
  expect(await codes(new Date('2026-11-22T12:01:00.000Z'))).not.toContain('checkpoint-stale');
});
