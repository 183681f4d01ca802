import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, renameSync, truncateSync, unlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { openRepository } from '../../src/git/repository.ts';
import { auditWorktree } from '../../src/git/second-reader.ts';
import type { FileChange } from '../../src/worktrees/file-change.ts';
import { listWorktrees } from '../../src/worktrees/list.ts';
import { readWorktree, type WorktreeReading } from '../../src/worktrees/reading.ts';
import { findTrunk } from '../../src/worktrees/trunk.ts';
import { budget, testGit } from '../helpers/budget.ts';
import { committedForReal } from '../helpers/oracle.ts';
import { plantPrograms } from '../helpers/programs.ts';
import { readOnlyProof } from '../helpers/read-only.ts';
import { place, repo, type Checkout, type Files } from '../helpers/repo.ts';

const git = testGit();

type Read = WorktreeReading & { readonly processes: number };

async function read(checkout: { readonly path: string }, from = checkout.path): Promise<Read> {
  const repository = await openRepository({ git, directory: from });
  const worktrees = await listWorktrees({ git, repository });
  const trunk = await findTrunk({ git, repository, worktrees, configured: null });
  const worktree = worktrees.find(({ path }) => path === checkout.path);
  if (worktree === undefined) throw new Error(`no worktree at ${checkout.path}`);
  const spent = budget(git);
  const reading = await readWorktree({ git, worktree, trunk });
  return { ...reading, processes: spent() };
}

/** `M +1 -2 path (committed, staged)`, the status letter as git has it. */
function lines(files: readonly FileChange[] | null): readonly string[] {
  return (files ?? []).map(({ change, from, path, added, deleted, ...flags }) => {
    const where = Object.entries(flags).filter(([, set]) => set);
    const name = from === undefined ? path : `${from} → ${path}`;
    return `${change} +${added ?? '?'} -${deleted ?? '?'} ${name} (${where.map(([flag]) => flag).join(', ')})`;
  });
}

/** Distance and changes in one line. */
function numbers({ distance, changes }: Read): string {
  const { ahead, behind } = distance ?? { ahead: '?', behind: '?' };
  return `↑${ahead} ↓${behind} ${JSON.stringify(changes)}`;
}

/** The reading in the form of the oracle's lines. */
function asGit(files: readonly FileChange[] | null): readonly string[] {
  return (files ?? [])
    .map(({ change, from, path, added, deleted }) => {
      const letter = change.charAt(0).toUpperCase();
      return `${letter} ${added ?? '-'} ${deleted ?? '-'} ${from === undefined ? path : `${from}\t${path}`}`;
    })
    .toSorted();
}

const text = (count: number, mark = ''): string =>
  Array.from({ length: count }, (_, line) => `${mark}line ${line}\n`).join('');

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
  'replaced.txt': text(10, 'p'),
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
  work.git('rm', '-q', '--cached', 'kept.txt', 'replaced.txt');
  work.edit({
    'edited.txt': text(9),
    'both.txt': `${text(10, 'b')}1\n2\n`,
    'deleted.txt': null,
    'gone.txt': null,
    'reverted.txt': text(10, 'v'),
    'run.sh': { program: text(10, 'x') },
    'there.txt': `${text(10, 'm')}1\n`,
    'picture.bin': Buffer.from([0, 1, 2, 3]),
    'replaced.txt': text(2),
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
    changes: { files: 16, added: 14, deleted: 41, uncommitted: 14, untracked: 6 },
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
      "modified +2 -10 replaced.txt (staged, untracked)",
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

test('measures against the fork point of a criss-cross history as git diff does, in four processes', async () => {
  const shop = await repo({ files: { a: text(9), b: text(9), c: text(9) } });
  const work = shop.worktree('work');
  shop.commit({ a: text(9, '1') });
  work.commit({ b: text(9, '2') });
  const [ours, theirs] = [shop.git('rev-parse', 'HEAD'), work.git('rev-parse', 'HEAD')];
  shop.git('merge', '-q', '-m', 'm', theirs);
  work.git('merge', '-q', '-m', 'm', ours);
  shop.commit({ d: 'd\n' });
  work.commit({ e: 'e\n', c: null });
  work.edit({ a: text(5), e: 'e\ne\n' });
  const bases = work.git('merge-base', '--all', 'main', 'HEAD').split('\n');
  expect(bases).toHaveLength(2);
  const { forkPoint, files, processes, distance } = await read(work);
  expect({ distance, forkPoint, processes }).toEqual({
    distance: { ahead: 2, behind: 2 },
    forkPoint: bases[0],
    processes: 4,
  });
  expect(asGit(files)).toEqual(committedForReal(work, String(bases[0])));
});

test('a history with merges of the trunk in it is measured from the last merge', async () => {
  const shop = await repo({ files: { a: text(9), b: text(9) } });
  const work = shop.worktree('work');
  work.commit({ b: text(12) });
  shop.commit({ a: text(10) });
  work.git('merge', '-q', '-m', 'm', 'main');
  const merged = shop.git('rev-parse', 'HEAD');
  shop.commit({ a: text(11) });
  work.edit({ n: 'n\n' });
  const { forkPoint, files, distance } = await read(work);
  expect({ forkPoint, distance }).toEqual({ forkPoint: merged, distance: { ahead: 2, behind: 1 } });
  expect(lines(files)).toEqual(
    ['modified +3 -0 b.txt (committed)', 'added +1 -0 n (untracked)'].map((l) => l.replace('b.txt', 'b')),
  );
});

test('unrelated and cut-off histories have no fork point, which is said and never shown as clean', async () => {
  const shop = await repo();
  const orphan = shop.worktree('orphan');
  orphan.git('checkout', '-q', '--orphan', 'pages');
  orphan.commit({ 'index.html': 'x\n' });
  expect(await read(orphan)).toMatchObject({
    state: 'ok',
    distance: { ahead: 1, behind: 1 },
    changes: null,
    files: null,
    problems: [{ code: 'FORK_POINT_UNKNOWN', worktree: orphan.path }],
  });
  const origin = await repo();
  origin.worktree('work').commit({ a: 'a\n' });
  origin.commit({ b: 'b\n' });
  const shallow = origin.clone('shallow', '--depth=1', '--no-single-branch', '--no-local');
  shallow.git('checkout', '-q', 'work');
  const reading = await read(shallow);
  expect(reading).toMatchObject({ distance: null, changes: null, problems: [{ code: 'FORK_POINT_UNKNOWN' }] });
});

test('an unborn branch has everything as its own, in sha1 and sha256', async () => {
  for (const objectFormat of ['sha1', 'sha256'] as const) {
    const shop = await repo({ objectFormat, files: null });
    shop.stage({ 'a.txt': text(3) });
    shop.edit({ 'b.txt': text(2) });
    const { files, changes, problems } = await read(shop);
    expect(lines(files)).toEqual(['added +3 -0 a.txt (staged)', 'added +2 -0 b.txt (untracked)']);
    expect(changes).toEqual({ files: 2, added: 5, deleted: 0, uncommitted: 1, untracked: 1 });
    expect(problems).toEqual([]);
    shop.commit();
    shop.edit({ 'a.txt': text(4) });
    expect((await read(shop)).changes).toMatchObject({ files: 2, added: 3, uncommitted: 1, untracked: 1 });
  }
});

test('nested worktrees, embedded repositories and what kg keeps are not untracked changes', async () => {
  const shop = await repo();
  shop.worktree('agent', { path: join(shop.path, '.claude/worktrees/agent') }).edit({ a: 'a\n' });
  shop.git('init', '-q', join(shop.path, 'embedded'));
  shop.edit({
    'embedded/x': 'x\n',
    '.keepgoing/checkpoint.md': 'x\n',
    'sub/.keepgoing/mine': 'x\n',
    '.gitignore': '*.log\n',
    'a.log': 'x\n',
  });
  execFileSync('mkfifo', [join(shop.path, 'pipe')]);
  expect(lines((await read(shop)).files)).toEqual([
    'added +1 -0 .gitignore (untracked)',
    'added +1 -0 sub/.keepgoing/mine (untracked)',
  ]);
});

test('a stopped merge counts its unmerged paths once, as uncommitted', async () => {
  const shop = await repo({ files: { a: text(3), b: text(3), c: text(3) } });
  const work = shop.worktree('work');
  shop.commit({ a: text(3, 'main '), b: null });
  work.commit({ a: text(3, 'work '), b: text(3, 'work '), c: text(4) });
  work.gitFails('merge', 'main');
  const { files, changes } = await read(work);
  expect(lines(files)).toMatchInlineSnapshot(`
    [
      "modified +9 -3 a (committed, staged, unstaged)",
      "modified +3 -3 b (committed, staged, unstaged)",
      "modified +1 -0 c (committed)",
    ]
  `);
  expect(changes).toMatchObject({ files: 3, uncommitted: 2, untracked: 0 });
});

test('names keep every byte: quotes, newlines, dashes, patterns, and what is not UTF-8', async () => {
  const shop = await repo();
  const names = ['-n', ' lead', 'a\tb', 'new\nline', `q"uo'te`, '*.txt', '[x]', 'größe', ':(top)', '\u2028'];
  shop.commit(Object.fromEntries(names.map((name) => [`old ${name}`, text(9, JSON.stringify(name))])));
  for (const name of names) shop.git('mv', '--', `old ${name}`, name);
  shop.edit(Object.fromEntries(names.map((name) => [name, text(10, JSON.stringify(name))])));
  expect((await read(shop)).files?.map(({ path, from, added }) => [path, from, added])).toEqual(
    names.toSorted().map((name) => [name, `old ${name}`, 1]),
  );
  const latin = Buffer.concat([Buffer.from(`${shop.path}/caf`), Buffer.from([0xe9])]);
  writeFileSync(latin, 'un\n');
  const untracked = (await read(shop)).files?.find(({ path }) => path.startsWith('caf'));
  expect(untracked).toMatchObject({ path: 'caf\udce9', added: 1 });
  shop.git('add', '-A', '.');
  writeFileSync(latin, 'un\ndeux\n');
  const tracked = (await read(shop)).files?.find(({ path }) => path.startsWith('caf'));
  expect(tracked).toMatchObject({ path: 'caf\udce9', added: 2, staged: true, unstaged: true });
});

test('a worktree that git cannot read is unreadable with its reason, and never clean', async () => {
  const shop = await repo();
  const corrupt = shop.worktree('corrupt');
  writeFileSync(join(shop.path, '.git/worktrees/shop.corrupt/index'), 'nonsense');
  const cut = shop.worktree('cut');
  truncateSync(join(shop.path, '.git/worktrees/shop.cut/index'), 40);
  const lost = shop.worktree('lost');
  lost.commit({ a: 'a\n' });
  const oid = lost.git('rev-parse', 'HEAD');
  unlinkSync(join(shop.path, '.git/objects', oid.slice(0, 2), oid.slice(2)));
  const stray = shop.worktree('stray', { path: join(shop.path, '.claude/worktrees/stray') });
  unlinkSync(join(stray.path, '.git'));
  shop.worktree('gone').remove();
  const gone = { path: `${shop.path}.gone` };
  const readings = await Promise.all([corrupt, cut, lost, stray, gone].map((checkout) => read(checkout, shop.path)));
  const shown = readings.map(({ state, changes, files, distance, problems }) => ({
    state,
    nothing: changes === null && files === null && distance === null,
    problems: problems.map(({ code, message }) => `${code}: ${message.replaceAll(dirname(shop.path), '…')}`),
  }));
  expect(shown).toMatchInlineSnapshot(`
    [
      {
        "nothing": true,
        "problems": [
          "WORKTREE_UNREADABLE: fatal: …/shop/.git/worktrees/shop.corrupt/index: index file smaller than expected",
        ],
        "state": "unreadable",
      },
      {
        "nothing": true,
        "problems": [
          "WORKTREE_UNREADABLE: The index of this worktree is damaged: it holds an entry without a name",
        ],
        "state": "unreadable",
      },
      {
        "nothing": true,
        "problems": [
          "WORKTREE_UNREADABLE: fatal: bad object HEAD",
        ],
        "state": "unreadable",
      },
      {
        "nothing": true,
        "problems": [
          "WORKTREE_UNREADABLE: The .git file of this worktree is gone or names another repository",
        ],
        "state": "unreadable",
      },
      {
        "nothing": true,
        "problems": [],
        "state": "missing",
      },
    ]
  `);
});

test('a git that takes too long makes the worktree unreadable', async () => {
  const shop = await repo();
  const bin = place('bin');
  mkdirSync(bin);
  writeFileSync(join(bin, 'git'), '#!/bin/sh\nexec sleep 20\n', { mode: 0o755 });
  const slow = testGit({ ...process.env, PATH: `${bin}:${process.env['PATH']}` }, 50);
  const [worktree] = await listWorktrees({ git, repository: await openRepository({ git, directory: shop.path }) });
  if (worktree === undefined) throw new Error('no worktree');
  expect(await readWorktree({ git: slow, worktree, trunk: null })).toMatchObject({
    state: 'unreadable',
    problems: [{ code: 'WORKTREE_UNREADABLE', message: 'git status took too long and was ended' }],
  });
});

test('large and too many untracked files are not counted, which is said', async () => {
  const shop = await repo();
  shop.edit({ big: Buffer.alloc(1024 * 1024 + 1, 'a\n'), fits: Buffer.alloc(1024 * 1024, 'a\n') });
  const reading = await read(shop);
  expect(lines(reading.files)).toEqual(['added +? -? big (untracked)', 'added +524288 -0 fits (untracked)']);
  expect(reading.problems).toEqual([
    { code: 'LINES_NOT_COUNTED', message: 'Lines of 1 untracked file were not counted', worktree: shop.path },
  ]);
});

test('a submodule whose pointer moved is a change, the work inside of it is not', async () => {
  const library = await repo({ name: 'library' });
  const shop = await repo();
  shop.git('submodule', '--quiet', 'add', library.path, 'library');
  shop.commit();
  const inside = join(shop.path, 'library');
  writeFileSync(join(inside, 'dirt'), 'x');
  expect((await read(shop)).files).toEqual([]);
  shop.git('-C', inside, 'commit', '-q', '--allow-empty', '-m', 'moved');
  expect(lines((await read(shop)).files)).toEqual(['modified +1 -1 library (unstaged)']);
});

test('a file that replaces a directory, a directory that replaces a file, and more paths than a command line holds', async () => {
  const shop = await repo({ files: { dir: 'file\n', 'tree/a': 'a\n', 'tree/b': 'b\n' } });
  const work = shop.worktree('work');
  work.commit({ z: 'z\n' });
  work.stage({ dir: null, 'dir/x': 'x\n', tree: null });
  work.stage({ tree: 'now a file\n' });
  const fork = shop.git('rev-parse', 'HEAD');
  expect(asGit((await read(work)).files)).toEqual(committedForReal(work, fork));
  work.stage(Object.fromEntries(Array.from({ length: 1100 }, (_, at) => [`many/${at}`, `${at}\n`])));
  const reading = await read(work);
  expect(reading).toMatchObject({ processes: 3, changes: { files: 1106, uncommitted: 1105 } });
  expect(asGit(reading.files)).toEqual(committedForReal(work, fork));
  renameSync(join(work.path, 'many'), join(work.path, 'more'));
  expect(readFileSync(join(work.path, 'more/7'), 'utf8')).toBe('7\n');
  expect((await read(work)).changes).toMatchObject({ uncommitted: 1105, untracked: 1100, files: 1106 });
});
