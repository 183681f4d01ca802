import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import Checkpoint from '../../src/commands/checkpoint.ts';
import CheckpointList from '../../src/commands/checkpoint/list.ts';
import CheckpointPrune from '../../src/commands/checkpoint/prune.ts';
import CheckpointRestore from '../../src/commands/checkpoint/restore.ts';
import CheckpointShow from '../../src/commands/checkpoint/show.ts';
import { textOf } from '../helpers/saver.ts';
import { runCommand, type Outcome } from '../helpers/command.ts';
import { faultsOf } from '../helpers/schema.ts';
import { shopWorld, type ShopWorld } from '../helpers/world.ts';

let world: ShopWorld;
beforeAll(async () => {
  world = await shopWorld();
});

type Command = Parameters<typeof runCommand>[0];

const run = (command: Command, argv: string[], more: { readonly columns?: number; readonly minutes?: number } = {}) => {
  const now = new Date(world.now.getTime() + (more.minutes ?? 0) * 60_000);
  return runCommand(command, argv, { directory: world.auth.path, home: world.home, now, ...more });
};

/** What is said, with ids and their random ends taken out. */
const said = ({ stdout, stderr, exitCode }: Outcome) =>
  `${stdout}--\n${stderr}${exitCode}`.replaceAll(/\b(\d{8}T\d{9}Z-)?[0-9a-f]{6}\b/gu, '<id>');

test('saves the worktree of the current directory, and says where and what', async () => {
  expect(said(await run(Checkpoint, ['-m', 'OAuth works', '--next', 'session cookies']))).toMatchInlineSnapshot(`
    "✓ Saved checkpoint <id> of feature/auth
        saved in   ~/code/shop.auth/.keepgoing/checkpoint.md
        done       2 commits since the fork point
        in flight  1 uncommitted file, +28 -0
        code       3 changed files
    --
    ○ Added /.keepgoing/ to ~/code/shop/.git/info/exclude, so that git ignores it
    ↳ To see it, run kg checkpoint show <id>
    0"
  `);
});

test('says what was left out', async () => {
  world.cart.edit({ '.env.local': 'TOKEN=1\n', 'deploy.pem': 'key\n' });
  expect(said(await run(Checkpoint, ['feature/cart'], { minutes: 1 }))).toMatchInlineSnapshot(`
    "✓ Saved checkpoint <id> of feature/cart
        saved in   ~/code/shop.cart/.keepgoing/checkpoint.md
        done       1 commit since the fork point
        in flight  3 uncommitted files, +3 -1
        code       2 changed files
        left out   .env.local (may hold secrets), deploy.pem (may hold secrets)
    --
    ↳ To see it, run kg checkpoint show <id>
    0"
  `);
});

test('lists what was saved, and shows one', async () => {
  await run(Checkpoint, ['fix/receipt-total', '--by', 'PreCompact'], { minutes: 5 });
  expect(said(await run(CheckpointList, [], { columns: 80, minutes: 10 }))).toMatchInlineSnapshot(`
    "[1mId[0m      [1mSaved[0m  [1mBranch[0m             [1mCommits[0m  [1mIn flight[0m  [1mBy[0m      [1mAbout[0m
    <id>  5m     fix/receipt-total        1          0  hook    Round receipt tot…
    <id>  9m     feature/cart             1          3  person  Rework the cart s…
    <id>  10m    feature/auth             2          1  person  OAuth works
    --
    [2m○[0m 3 checkpoints
    [2m↳[0m To see one, run kg checkpoint show <id>
    0"
  `);
  expect(said(await run(CheckpointList, ['feature/cart'], { minutes: 10 }))).toMatchInlineSnapshot(`
    "Id	Saved	Branch	Commits	In flight	By	About
    <id>	9m	feature/cart	1	3	person	Rework the cart so that prices come from the server
    --
    ○ 1 checkpoint
    ↳ To see one, run kg checkpoint show <id>
    0"
  `);
  const page = await run(CheckpointShow, []);
  expect(page.stdout).toMatch(/^# Checkpoint of `feature\/auth`\n[^]*\n## Note\n\n- `OAuth works`\n/u);
  expect(page.stdout).toBe(textOf(world.auth.path, '.keepgoing/checkpoint.md'));
  expect(textOf(world.receipt.path, '.keepgoing/checkpoint.md')).toMatch(
    /^- Saved: \S+ by a hook \(PreCompact\), as /mu,
  );
  expect(await faultsOf('checkpoint', (await run(CheckpointShow, ['--json'])).stdout)).toEqual([]);
  expect(await faultsOf('checkpoint', (await run(CheckpointList, ['--json'])).stdout)).toEqual([]);
});

test('says in clear words what is not there', async () => {
  expect(said(await run(CheckpointShow, ['ffffffff']))).toMatchInlineSnapshot(`
    "--
    ✗ No checkpoint has the id ffffffff
    ↳ To see all of them, run kg checkpoint list
    2"
  `);
  expect(said(await run(CheckpointShow, ['2026']))).toMatchInlineSnapshot(`
    "--
    ✗ 3 checkpoints may be meant by 2026
        <id>
        <id>
        <id>
    ↳ To see all of them, run kg checkpoint list
    2"
  `);
  expect(said(await run(Checkpoint, ['spike/search']))).toMatchInlineSnapshot(`
    "--
    ✗ The checkpoint could not be saved to ~/code/shop.search: the directory of this worktree is gone
        Earlier checkpoints are as they were
    2"
  `);
  expect(said(await run(CheckpointList, ['docs/readme']))).toMatchInlineSnapshot(`
    "○ No checkpoints yet
    --
    ↳ To save one, run kg checkpoint
    0"
  `);
});

test('restores into a new worktree, or tells how to do it by hand', async () => {
  const id = /[0-9a-f]{6}(?=  |\t)/u.exec((await run(CheckpointList, ['feature/cart'])).stdout)?.[0] ?? '';
  const oids = /\b[0-9a-f]{10,40}\b/gu;
  expect(said(await run(CheckpointRestore, [id])).replaceAll(oids, '<oid>')).toMatchInlineSnapshot(`
    "Nothing was changed. To restore checkpoint <id> of feature/cart by hand:

    # all of it, in a new worktree
    cd ~/code/shop.cart && kg checkpoint restore <id> --to ~/code/shop.cart.restored

    # one file of it
    cd ~/code/shop.cart && GIT_ALTERNATE_OBJECT_DIRECTORIES=~/code/shop/.git/keepgoing/objects git show <oid>:src/price.ts

    # what has changed since
    cd ~/code/shop.cart && GIT_ALTERNATE_OBJECT_DIRECTORIES=~/code/shop/.git/keepgoing/objects git diff <oid>
    --
    ▲ Files that git ignores are not in it
    ▲ Not in it as they were: .env.local (may hold secrets), deploy.pem (may hold secrets)
    0"
  `);
  const to = join(world.home, 'code', 'shop.back');
  expect(said(await run(CheckpointRestore, [id, '--to', to])).replaceAll(oids, '<oid>')).toMatchInlineSnapshot(`
    "✓ Restored checkpoint <id> of feature/cart to ~/code/shop.back
        HEAD       <oid>, HEAD detached
        files      0 staged, 1 not staged, 0 untracked
    --
    ▲ Files that git ignores are not in it
    ▲ Not in it as they were: .env.local (may hold secrets), deploy.pem (may hold secrets)
    ↳ To go there, run cd ~/code/shop.back
    0"
  `);
  expect(said(await run(CheckpointRestore, [id, '--to', to]))).toMatchInlineSnapshot(`
    "--
    ✗ Nothing was restored to ~/code/shop.back
        Something is at this path already, and a restore never overwrites
    ↳ To restore, name a new path
    2"
  `);
  const more = ['--to', `${to}2`, '--branch', 'feature/again', '--json'];
  expect(await faultsOf('checkpoint-restore', (await run(CheckpointRestore, [id, ...more])).stdout)).toEqual([]);
  expect(await faultsOf('checkpoint-restore', (await run(CheckpointRestore, [id, '--json'])).stdout)).toEqual([]);
});

test('saves every worktree, and one that cannot be saved does not stop the others', async () => {
  writeFileSync(join(world.receipt.path, '.git'), 'gitdir: /nowhere\n');
  expect(said(await run(Checkpoint, ['--all'], { minutes: 20 }))).toMatchInlineSnapshot(`
    "✓ Saved checkpoint <id> of feature/cart  ~/code/shop.cart/.keepgoing/checkpoint.md
    ✓ Saved checkpoint <id> of feature/auth  ~/code/shop.auth/.keepgoing/checkpoint.md
    ✓ Saved checkpoint <id> of main  ~/code/shop/.keepgoing/checkpoint.md
    ✓ Saved checkpoint <id> of ~/code/shop.back  ~/code/shop.back/.keepgoing/checkpoint.md
    ✓ Saved checkpoint <id> of feature/again  ~/code/shop.back2/.keepgoing/checkpoint.md
    ✓ Saved checkpoint <id> of docs/readme  ~/code/shop.readme/.keepgoing/checkpoint.md
    --
    ✗ fix/receipt-total: The checkpoint could not be saved to ~/code/shop.receipt: this worktree could not be read
    2"
  `);
  const answer = await run(Checkpoint, ['--all', '--json'], { minutes: 21 });
  expect(answer.exitCode).toBe(2);
  expect(await faultsOf('checkpoint', answer.stdout)).toEqual([]);
});

test('prunes down to what is wanted, after saying what would go', async () => {
  expect(said(await run(CheckpointPrune, ['--keep', '1', '--dry-run'])).replace(/[\d.]+ k?B/u, '<size>'))
    .toMatchInlineSnapshot(`
      "○ Would remove 8 checkpoints and keep 7, of <size> of code
      --
      0"
    `);
  const answer = await run(CheckpointPrune, ['--keep', '1', '--json']);
  expect(await faultsOf('checkpoint-prune', answer.stdout)).toEqual([]);
  expect(JSON.parse(answer.stdout)).toMatchObject({ kept: 7, objects: 'done' });
  expect(said(await run(CheckpointPrune, [])).replace(/[\d.]+ k?B.*/u, '<size>')).toMatchInlineSnapshot(`
    "✓ Removed no checkpoints and kept 7; their code takes <size>
    --
    0"
  `);
});

test('a worktree that is gone leaves its checkpoints behind, until they are pruned too', async () => {
  world.auth.git('worktree', 'remove', '--force', world.cart.path);
  const listed = await run(CheckpointList, ['feature/cart'], { minutes: 30 });
  expect(said(listed)).toContain('feature/cart');
  const prune = async (...words: string[]) =>
    said(await run(CheckpointPrune, words, { minutes: 31 })).replaceAll(/[\d.]+ k?B/gu, '<size>');
  expect(await prune('--removed', '--dry-run')).toMatchInlineSnapshot(`
    "○ Would remove 1 checkpoint (1 of worktrees that are gone) and keep 6, of <size> of code
    --
    0"
  `);
  expect(await prune()).toContain('Removed no checkpoints and kept 7');
  expect(await prune('--removed')).toContain('Removed 1 checkpoint (1 of worktrees that are gone) and kept 6');
  expect((await run(CheckpointList, ['feature/cart'], { minutes: 32 })).exitCode).toBe(2);
});

test('takes away all that was saved, and what it had put into the repository, when somebody agrees', async () => {
  const prune = async (...words: string[]) =>
    said(await run(CheckpointPrune, ['--all', ...words], { minutes: 40 })).replaceAll(/[\d.]+ k?B/gu, '<size>');
  expect(await prune('--dry-run')).toMatchInlineSnapshot(`
    "~/code/shop/.git/keepgoing  6 checkpoints, with <size> of code
    ~/code/shop/.keepgoing  the latest checkpoint of the worktree
    ~/code/shop.auth/.keepgoing  the latest checkpoint of the worktree
    ~/code/shop.back/.keepgoing  the latest checkpoint of the worktree
    ~/code/shop.back2/.keepgoing  the latest checkpoint of the worktree
    ~/code/shop.readme/.keepgoing  the latest checkpoint of the worktree
    ~/code/shop/.git/info/exclude  the line /.keepgoing/
    ▲ What these checkpoints hold is nowhere else
    --
    ○ Nothing was removed
    ○ Could not be looked at, so what is there stays: ~/code/shop.receipt
    ○ Could not be looked at, so what is there stays: ~/code/shop.search
    0"
  `);
  expect(await prune()).toMatchInlineSnapshot(`
    "~/code/shop/.git/keepgoing  6 checkpoints, with <size> of code
    ~/code/shop/.keepgoing  the latest checkpoint of the worktree
    ~/code/shop.auth/.keepgoing  the latest checkpoint of the worktree
    ~/code/shop.back/.keepgoing  the latest checkpoint of the worktree
    ~/code/shop.back2/.keepgoing  the latest checkpoint of the worktree
    ~/code/shop.readme/.keepgoing  the latest checkpoint of the worktree
    ~/code/shop/.git/info/exclude  the line /.keepgoing/
    ▲ What these checkpoints hold is nowhere else
    --
    ▲ Nothing was removed, since there is no terminal to ask on
    ↳ To do it, run kg checkpoint prune --all --yes
    ○ Could not be looked at, so what is there stays: ~/code/shop.receipt
    ○ Could not be looked at, so what is there stays: ~/code/shop.search
    2"
  `);
  const unasked = await run(CheckpointPrune, ['--all', '--json']);
  expect([unasked.exitCode, await faultsOf('checkpoint-prune', unasked.stdout)]).toEqual([2, []]);
  expect(await prune('--yes')).toContain('✓ Removed all checkpoints, and what they had put into the repository\n');
  expect(existsSync(join(world.auth.path, '.keepgoing'))).toBe(false);
  expect(await prune('--yes')).toMatchInlineSnapshot(`
    "--
    ○ Nothing to remove: no checkpoint has put anything into this repository
    0"
  `);
  const nothing = await run(CheckpointPrune, ['--all', '--json']);
  expect(await faultsOf('checkpoint-prune', nothing.stdout)).toEqual([]);
  expect(JSON.parse(nothing.stdout)).toMatchObject({ outcome: 'nothing', files: [], excluded: null });
});
