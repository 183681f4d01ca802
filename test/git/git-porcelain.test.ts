import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openPorcelain, readCommits } from '../../src/git/porcelain.ts';
import { auditWorktree } from '../../src/git/second-reader.ts';
import { plantPrograms } from '../helpers/programs.ts';
import { repo } from '../helpers/repo.ts';

test('reads the commits since the fork point, whatever their subjects hold', async () => {
  const shop = await repo();
  const from = shop.git('rev-parse', 'HEAD');
  shop.commit({ a: '1\n' }, 'a  òòòòòò  "quoted" | line\n\nbody');
  const to = shop.commit({ a: '2\n' }, 'second');
  expect(await readCommits({ directory: shop.path, env: process.env, from, to, limit: 9 })).toMatchInlineSnapshot(`
    [
      {
        "at": "2026-01-01T00:03:00.000Z",
        "author": "Ada",
        "oid": "785c777657a699f2a902486641823eae2898c24e",
        "subject": "second",
      },
      {
        "at": "2026-01-01T00:02:00.000Z",
        "author": "Ada",
        "oid": "9fe9ffb3ad4deb9163020b176eddea42a1897da5",
        "subject": "a  òòòòòò  "quoted" | line",
      },
    ]
  `);
  expect(await readCommits({ directory: shop.path, env: process.env, from, to, limit: 1 })).toHaveLength(1);
  expect(await readCommits({ directory: shop.path, env: process.env, from: to, to: 'main', limit: 9 })).toEqual([]);
});

test('refuses what could be an option, a range or more than one commit', async () => {
  const shop = await repo();
  const refused = ['--output=x', '-n1', 'a..b', '^main', ':/first', 'main~1', 'main@{1}', '@{u}', '', 'a b', 'main:a'];
  for (const ref of refused) {
    const asked = { directory: shop.path, env: process.env, limit: 9 };
    await expect(readCommits({ ...asked, from: 'main', to: ref })).rejects.toMatchObject({ code: 'USAGE' });
    await expect(readCommits({ ...asked, from: ref, to: 'main' })).rejects.toMatchObject({ code: 'USAGE' });
  }
  await expect(
    readCommits({ directory: shop.path, env: process.env, from: 'main', to: 'gone', limit: 1 }),
  ).rejects.toMatchObject({ code: 'GIT_FAILED' });
});

test('runs no program that the repository names', async () => {
  const shop = await repo();
  const from = shop.git('rev-parse', 'HEAD');
  const to = shop.commit({ 'a.txt': 'a\n' });
  const ran = plantPrograms(shop);
  expect(await readCommits({ directory: shop.path, env: process.env, from, to, limit: 9 })).toHaveLength(1);
  const porcelain = openPorcelain({ directory: shop.path, env: process.env });
  await porcelain.status();
  await porcelain.log();
  await porcelain.branch();
  expect(ran()).toEqual([]);
  shop.git('log', '-p', '-1');
  expect(ran()).toEqual(['textconv']);
});

test('a second implementation finds the paths that differ, seen from the common directory', async () => {
  const shop = await repo({ files: { 'a/b/c': '1\n', 'a/d': '1\n', e: '1\n', f: '1\n', 'same/x': '1\n' } });
  const base = shop.git('rev-parse', 'HEAD');
  const work = shop.worktree('work');
  work.commit({ 'a/b/c': '2\n', 'a/d': null, e: { link: 'f' }, f: { program: '1\n' }, 'g/h': '1\n' });
  const head = work.commit({ 'same/x': null, same: 'now a file\n' });
  const commonDirectory = join(shop.path, '.git');
  expect(await auditWorktree({ commonDirectory, base, head })).toEqual({
    checked: true,
    paths: ['a/b/c', 'a/d', 'e', 'f', 'g/h', 'same', 'same/x'],
  });
  shop.git('gc', '-q');
  expect(await auditWorktree({ commonDirectory, base, head })).toMatchObject({ checked: true });
  expect(await auditWorktree({ commonDirectory, base, head: '1'.repeat(40) })).toMatchObject({ checked: false });
  expect(await auditWorktree({ commonDirectory, base: 'a'.repeat(64), head: 'b'.repeat(64) })).toMatchInlineSnapshot(`
    {
      "checked": false,
      "reason": "object ids are sha256, which isomorphic-git does not read",
    }
  `);
});
