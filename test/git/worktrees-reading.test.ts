import { join } from 'node:path';
import { expect, test } from 'vitest';
import { auditWorktree } from '../../src/git/second-reader.ts';
import { committedForReal } from '../helpers/oracle.ts';
import { plantPrograms } from '../helpers/programs.ts';
import { readOnlyProof } from '../helpers/read-only.ts';
import { asGit, lines, numbers, read, text } from '../helpers/reading.ts';
import { repo, type Checkout, type Files } from '../helpers/repo.ts';

const start: Files = {
  'edited.txt': text(10),
  'staged.txt': text(10, 's'),
  'both.txt': text(10, 'b'),
  'deleted.txt': text(10, 'd'),
  'removed.txt': text(10, 'r'),
  'moved.txt': text(10, 'm'),
  'committed.txt': text(10, 'c'),
  'reverted.txt': text(10, 'v'),
  'kind.txt': text(10, 'k'),
  'run.sh': text(10, 'x'),
  'kept.txt': text(10, 'kept'),
  'picture.bin': Buffer.from([0, 1, 2]),
};

/** A worktree with commits of its own, behind a trunk that moved on, and every kind of uncommitted change. */
async function busyWorktree(): Promise<{ readonly trunk: Checkout; readonly work: Checkout; readonly fork: string }> {
  const shop = await repo({ files: start });
  const fork = shop.git('rev-parse', 'HEAD');
  const work = shop.worktree('feature');
  shop.commit({ 'trunk.txt': 'not mine\n', 'edited.txt': text(11) });
  work.commit({ 'committed.txt': `${text(10, 'c')}more\n`, 'reverted.txt': text(3), 'gone.txt': 'here\n' });
  work.git('mv', 'moved.txt', 'there.txt');
  work.commit();
  work.stage({ 'staged.txt': `${text(10, 's')}1\n`, 'both.txt': `${text(10, 'b')}1\n`, 'new.txt': 'a\nb' });
  work.stage({ 'kind.txt': { link: 'run.sh' }, 'removed.txt': null });
  work.git('rm', '-q', '--cached', 'kept.txt');
  work.edit({
    'edited.txt': text(9),
    'both.txt': `${text(10, 'b')}1\n2\n`,
    'deleted.txt': null,
    'gone.txt': null,
    'reverted.txt': text(10, 'v'),
    'run.sh': { program: text(10, 'x') },
    'there.txt': `${text(10, 'm')}1\n`,
    'picture.bin': Buffer.from([0, 1, 2, 3]),
    'untracked/a b.txt': 'one\ntwo\nthree',
    'untracked/empty': '',
    'untracked/link': { link: '/etc/passwd' },
    'untracked/blob': Buffer.from([1, 0, 1]),
  });
  return { trunk: shop, work, fork };
}

test('reads every kind of change of a diverged worktree with four git processes, as git would commit them', async () => {
  const { trunk, work, fork } = await busyWorktree();
  const { files, ...rest } = await read(work);
  expect(rest).toEqual({
    state: 'ok',
    distance: { ahead: 2, behind: 1 },
    changes: { files: 15, added: 12, deleted: 31, uncommitted: 13, untracked: 5 },
    forkPoint: fork,
    problems: [],
    processes: 4,
  });
  expect(lines(files)).toMatchInlineSnapshot(`
    [
      "modified +2 -0 both.txt (staged, unstaged)",
      "modified +1 -0 committed.txt (committed)",
      "deleted +0 -10 deleted.txt (unstaged)",
      "modified +0 -1 edited.txt (unstaged)",
      "type +1 -10 kind.txt (staged)",
      "added +2 -0 new.txt (staged)",
      "modified +? -? picture.bin (unstaged)",
      "deleted +0 -10 removed.txt (staged)",
      "modified +0 -0 run.sh (unstaged)",
      "modified +1 -0 staged.txt (staged)",
      "renamed +1 -0 moved.txt → there.txt (committed, unstaged)",
      "added +3 -0 untracked/a b.txt (untracked)",
      "added +? -? untracked/blob (untracked)",
      "added +0 -0 untracked/empty (untracked)",
      "added +1 -0 untracked/link (untracked)",
    ]
  `);
  expect(asGit(files)).toEqual(committedForReal(work, fork));
  const head = work.git('rev-parse', 'HEAD');
  const second = await auditWorktree({ commonDirectory: join(trunk.path, '.git'), base: fork, head });
  expect(second).toEqual({
    checked: true,
    paths: ['committed.txt', 'gone.txt', 'moved.txt', 'reverted.txt', 'there.txt'],
  });
});

test('spends one process on a clean worktree at the trunk, two when it is behind, three with commits or edits alone', async () => {
  const shop = await repo({ files: { a: text(3), b: text(3) } });
  const level = shop.worktree('level');
  const edited = shop.worktree('edited');
  edited.edit({ a: text(4) });
  const behind = shop.worktree('behind');
  const grown = shop.worktree('grown');
  const both = shop.worktree('both');
  shop.commit({ c: 'c\n' });
  level.git('reset', '-q', '--hard', 'main');
  grown.commit({ d: 'd\n' });
  both.commit({ d: 'd\n' });
  both.edit({ a: text(4), e: 'e\n' });
  const all = await Promise.all([shop, level, behind, edited, grown, both].map((checkout) => read(checkout)));
  expect(all.map(numbers)).toMatchInlineSnapshot(`
    [
      "↑0 ↓0 {"files":0,"added":0,"deleted":0,"uncommitted":0,"untracked":0}",
      "↑0 ↓0 {"files":0,"added":0,"deleted":0,"uncommitted":0,"untracked":0}",
      "↑0 ↓1 {"files":0,"added":0,"deleted":0,"uncommitted":0,"untracked":0}",
      "↑0 ↓1 {"files":1,"added":1,"deleted":0,"uncommitted":1,"untracked":0}",
      "↑1 ↓1 {"files":1,"added":1,"deleted":0,"uncommitted":0,"untracked":0}",
      "↑1 ↓1 {"files":3,"added":3,"deleted":0,"uncommitted":1,"untracked":1}",
    ]
  `);
  const processes = [];
  for (const checkout of [shop, level, behind, edited, grown, both]) processes.push((await read(checkout)).processes);
  expect(processes).toEqual([1, 1, 2, 3, 3, 4]);
});

test('a whole list and reading changes nothing on disk and runs no program of the repository', async () => {
  const { trunk, work } = await busyWorktree();
  // A file with a new time stamp tempts git to refresh the index.
  trunk.edit({ 'run.sh': text(10, 'x') });
  const ran = [plantPrograms(trunk), plantPrograms(work, { scope: '--worktree' })];
  const proof = readOnlyProof([trunk.path, work.path]);
  await read(trunk);
  await read(work);
  expect(proof.differences()).toEqual([]);
  expect(ran.flatMap((one) => one())).toEqual([]);
  work.git('status');
  expect(ran.flatMap((one) => one())).toContain('fsmonitor');
});
