import { join } from 'node:path';
import { expect, test } from 'vitest';
import Checkpoint from '../../src/commands/checkpoint.ts';
import List from '../../src/commands/list.ts';
import Show from '../../src/commands/show.ts';
import { runCommand } from '../helpers/command.ts';
import { readOnlyProof } from '../helpers/read-only.ts';
import { place, repo } from '../helpers/repo.ts';

/** A worktree that is saved, and goes on. */
async function savedAuth() {
  const home = place('home');
  const shop = await repo({
    path: join(home, 'code', 'shop'),
    files: { 'a.ts': 'one\n', 'b.ts': 'one\n', 'c.ts': 'one\n' },
  });
  const auth = shop.worktree('auth', { path: join(home, 'code', 'shop.auth') });
  const cart = shop.worktree('cart', { path: join(home, 'code', 'shop.cart') });
  auth.commit({ 'a.ts': 'two\n' }, 'Change a');
  auth.edit({ 'b.ts': 'two\n', 'new.ts': 'new\n' });
  const where = { directory: auth.path, home, now: new Date('2026-11-22T12:00:00Z'), env: { NO_COLOR: '1' } };
  const run = (command: Parameters<typeof runCommand>[0], ...argv: string[]) => runCommand(command, argv, where);
  const saved = JSON.parse((await run(Checkpoint, '-m', 'half way', '--json')).stdout);
  return { home, auth, cart, run, id: String(saved.checkpoint.id) };
}

test('nothing has changed right after it was saved; then commits, files and overlaps are told, and the code', async () => {
  const { home, auth, cart, run, id } = await savedAuth();
  const told = async (...argv: string[]) => (await run(Show, ...argv)).stdout.replaceAll(id, '<id>');
  expect(await told()).toContain('Since then  nothing has changed\n');
  expect(await told('--brief')).toMatchInlineSnapshot(`
    "Last checkpoint of “auth”: 2026-11-22T12:00Z. Uncommitted then: 2 files. Since then: no commits, no files. To see where it stood and what changed since, run kg show.
    "
  `);

  auth.commit({ 'b.ts': 'two\n' }, 'Change b');
  auth.edit({ 'new.ts': 'newer\n', 'c.ts': 'another\n' });
  cart.edit({ 'c.ts': 'three\n' });
  const proof = readOnlyProof([join(home, 'code')]);
  const out = await told('--diff');
  expect(out.slice(out.indexOf('Checkpoint'), out.indexOf('Sessions'))).toMatchInlineSnapshot(`
    "Checkpoint  now, <id>
    done	1 commit since the fork point
    note	half way

    Since then  1 commit, 2 files
    342af3c	2026-01-01T00:03:00.000Z	Change b
    modified	c.ts
    modified	new.ts
    appeared	conflict with cart, 1 file

    "
  `);
  expect(out.slice(out.indexOf('diff --git'))).toMatchInlineSnapshot(`
    "diff --git a/c.ts b/c.ts
    index 5626abf..9b24da9 100644
    --- a/c.ts
    +++ b/c.ts
    @@ -1 +1 @@
    -one
    +another
    diff --git a/new.ts b/new.ts
    index 3e75765..d58ed19 100644
    --- a/new.ts
    +++ b/new.ts
    @@ -1 +1 @@
    -new
    +newer
    "
  `);
  expect(proof.differences()).toEqual([]);

  const { since } = JSON.parse((await run(Show, '--json')).stdout).worktree;
  expect(since).toMatchObject({
    checkpoint: id,
    rewritten: false,
    commits: [{ subject: 'Change b' }],
    files: [
      { path: 'c.ts', change: 'modified' },
      { path: 'new.ts', change: 'modified' },
    ],
    overlaps: { appeared: [{ branch: 'cart', level: 'conflict' }], gone: [] },
  });
  const list = JSON.parse((await run(List, '--json')).stdout);
  const row = list.projects[0].worktrees.find(({ branch }: { branch: string }) => branch === 'auth');
  expect(row.checkpoint).toMatchObject({ id, note: 'half way', filesSince: 2 });

  auth.git('reset', '-q', '--hard', 'HEAD~2');
  expect(await told('--since', id.slice(0, 12))).toContain('Since then  history rewritten, ');
});

test('a worktree that was never saved, and a checkpoint of another one', async () => {
  const { cart, run, id } = await savedAuth();
  expect((await run(Show, 'cart')).stdout).not.toContain('Checkpoint');
  expect((await run(Show, 'cart', '--brief')).stdout).toBe(
    'No checkpoint of cart yet. To save one, run kg checkpoint.\n',
  );
  const wrong = await run(Show, 'cart', '--since', id);
  expect(wrong.exitCode).toBe(2);
  expect(wrong.stderr).toContain('is of');
  expect(cart.git('status', '--porcelain')).toBe('');
});
