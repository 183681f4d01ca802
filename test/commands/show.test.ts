import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import List from '../../src/commands/list.ts';
import Show from '../../src/commands/show.ts';
import { runCommand } from '../helpers/command.ts';
import { readOnlyProof } from '../helpers/read-only.ts';
import { shopWorld, type ShopWorld } from '../helpers/world.ts';

let world: ShopWorld;
beforeAll(async () => {
  world = await shopWorld();
});

async function show(argv: string[], columns?: number) {
  const where = { directory: world.auth.path, home: world.home, now: world.now, env: { NO_COLOR: '1' } };
  const outcome = await runCommand(Show, argv, { ...where, ...(columns === undefined ? {} : { columns }) });
  const folder = world.home.replaceAll(/[^\dA-Za-z]/gu, '-');
  const told = (text: string) =>
    text
      .replaceAll(world.home, '~')
      .replaceAll(folder, '<home>')
      .replaceAll(/(?<=process )\d+/gu, '<pid>');
  return { ...outcome, stdout: `\n${told(outcome.stdout)}`, stderr: `\n${told(outcome.stderr)}` };
}

test('the worktree of the current directory', async () => {
  const { stdout, stderr } = await show([], 80);
  expect(stdout + stderr).toMatchInlineSnapshot(`
    "
    feature/auth  current
      path       ~/code/shop.auth
      head       3f5d675ca88a
      trunk      2 ahead of main
      forked     at 23f31a04a027

    ● active 2m
      task         Add OAuth login and session cookies
      last action  Read test/oauth.test.ts
      last active  2m ago
      directory    ~/code/shop.auth
      session      00000000-0000-4000-8000-000000000001, process <pid>
      transcript   ~/.claude/projects/<home>-code-shop-auth/00000000-0000-4000-8000-000000000001.jsonl
      evidence     registry: busy since 2026-11-22T11:58:00.000Z
                   process: process <pid> alive, start equal
    ↳ To get back in, run cd ~/code/shop.auth && claude --resume 00000000-0000-4000-8000-000000000001 --fork-session

    Changes  3 files +119 -1, 1 untracked
      added     +90 -0  src/oauth.ts        committed
      modified   +1 -1  src/session.ts      committed
      added     +28 -0  test/oauth.test.ts  untracked

    Overlaps  1 conflict
      ✗ conflict  feature/cart  src/session.ts (41)
    ↳ To see both sides, run kg overlap feature/auth feature/cart --diff

    Commits  2
      3f5d675  46w  Read the session from a cookie  Ada
      e8d971d  46w  Add the OAuth client            Ada

    "
  `);
});

test('a waiting session, found by branch', async () => {
  const { stdout } = await show(['feature/cart'], 120);
  expect(stdout).toMatchInlineSnapshot(`
    "
    feature/cart
      path       ~/code/shop.cart
      head       0d282af55e1c
      trunk      1 ahead of main
      forked     at 23f31a04a027

    ● waiting 9m permission prompt
      task         Rework the cart so that prices come from the server
      last action  Bash npm run migrate
      last active  9m ago
      directory    ~/code/shop.cart
      session      00000000-0000-4000-8000-000000000002, process <pid>
      transcript   ~/.claude/projects/<home>-code-shop-cart/00000000-0000-4000-8000-000000000002.jsonl
      evidence     registry: waiting (permission prompt) since 2026-11-22T11:51:00.000Z
                   process: process <pid> alive, start equal
    ↳ To get back in, run cd ~/code/shop.cart && claude --resume 00000000-0000-4000-8000-000000000002 --fork-session

    Changes  2 files +13 -1, 1 uncommitted
      modified  +12 -0  src/price.ts    committed
      modified   +1 -1  src/session.ts  unstaged

    Overlaps  1 conflict
      ✗ conflict  feature/auth  src/session.ts (41)
    ↳ To see both sides, run kg overlap feature/auth feature/cart --diff

    Commits  1
      0d282af  46w  Ask the server for prices  Ada
    "
  `);
});

test('a missing directory', async () => {
  const { stdout } = await show(['spike/search'], 80);
  expect(stdout).toMatchInlineSnapshot(`
    "
    spike/search
      path       ~/code/shop.search
      state      directory missing
      prunable   git worktree prune would remove it: gitdir file points to non-existent location
      head       23f31a04a027

    Sessions  none
    "
  `);
});

test('a row number means the row of the last list', async () => {
  await runCommand(List, [], { directory: world.auth.path, home: world.home, now: world.now });
  const { stdout } = await show(['3', '--json']);
  expect(JSON.parse(stdout).worktree.branch).toBe('fix/receipt-total');
});

test('a name that is nobody’s', async () => {
  const { stderr, exitCode } = await show(['feature/atuh']);
  expect(stderr).toMatchInlineSnapshot(`
    "
    ✗ No worktree has the branch, folder or session feature/atuh
    ↳ Did you mean feature/auth or feature/cart? To see all of them, run kg list
    "
  `);
  expect(exitCode).toBe(2);
});

test('showing changes no byte of the repository or the config directory', async () => {
  const proof = readOnlyProof([join(world.home, 'code'), join(world.home, '.claude')]);
  await show(['@']);
  expect(proof.differences()).toEqual([]);
});
