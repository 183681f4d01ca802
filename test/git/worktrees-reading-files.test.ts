import { execFileSync } from 'node:child_process';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { committedForReal } from '../helpers/oracle.ts';
import { asGit, lines, read, text } from '../helpers/reading.ts';
import { repo } from '../helpers/repo.ts';

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

test('a file written anew where a commit or the index deleted one is modified, by lines that nobody counted', async () => {
  const shop = await repo({ files: { kept: text(3), anew: text(3), mode: text(3), link: text(3) } });
  shop.git('rm', '-q', '--cached', 'kept', 'anew', 'mode', 'link');
  shop.edit({ anew: text(5), mode: { program: text(3) }, link: { link: 'kept' } });
  const reading = await read(shop);
  expect(lines(reading.files)).toEqual([
    'modified +? -? anew (staged, untracked)',
    'type +? -? link (staged, untracked)',
    'modified +0 -0 mode (staged, untracked)',
  ]);
  expect(reading.problems).toEqual([
    { code: 'LINES_NOT_COUNTED', message: 'Lines of 2 untracked files were not counted', worktree: shop.path },
  ]);
});
