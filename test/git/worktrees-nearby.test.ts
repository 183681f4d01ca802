import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openRepository } from '../../src/git/repository.ts';
import { listWorktrees } from '../../src/worktrees/list.ts';
import { findNearby } from '../../src/worktrees/nearby.ts';
import { testGit } from '../helpers/budget.ts';
import { place, repo } from '../helpers/repo.ts';

const git = testGit();

/** The worktrees with files that git lists. */
async function listed(directory: string) {
  const repository = await openRepository({ git, directory });
  const worktrees = await listWorktrees({ git, repository });
  return worktrees.flatMap(({ path, gitDirectory, state }) => (state === 'ok' ? [{ path, gitDirectory }] : []));
}

test('in the plain layout the files name the worktrees that git lists', async () => {
  const shop = await repo({ files: { 'src/a.ts': 'a\n' } });
  const a = shop.worktree('feature/a');
  const inside = shop.worktree('inside', { path: join(shop.path, '.claude/worktrees/inside') });
  shop.worktree('gone').remove();
  const link = place('link');
  symlinkSync(join(a.path, 'src'), link);
  const expected = await listed(shop.path);
  expect(expected).toHaveLength(3);
  for (const directory of [shop.path, join(shop.path, 'src'), a.path, join(inside.path, 'src'), link]) {
    const found = findNearby(directory, 9);
    expect(found?.commonDirectory).toBe(join(shop.path, '.git'));
    expect(found?.count).toBe(4);
    expect(found?.worktrees.toSorted(byPath)).toEqual(expected.toSorted(byPath));
  }
  expect(findNearby(a.path, 2)?.worktrees).toHaveLength(2);
});

test('other layouts are left to git', async () => {
  const shop = await repo();
  const bare = shop.clone('shop.git', '--bare');
  const ofBare = bare.worktree('b');
  const separate = place('separate');
  shop.git('clone', '-q', '--separate-git-dir', place('elsewhere'), '.', separate);
  const outside = place('outside');
  mkdirSync(outside);
  for (const directory of [bare.path, ofBare.path, separate, outside, place('missing')]) {
    expect(findNearby(directory, 9)).toBeNull();
  }
});

test('a worktree that belongs to another repository is none of this one', async () => {
  const shop = await repo();
  const other = await repo({ name: 'other' });
  const a = shop.worktree('a');
  const entry = join(shop.path, '.git/worktrees/shop.a');
  for (const path of [join(other.path, '.git'), '/nowhere/.git', '', '\n', other.path]) {
    writeFileSync(join(entry, 'gitdir'), `${path}\n`);
    expect(findNearby(shop.path, 9)?.worktrees.map((one) => one.path)).toEqual([shop.path]);
  }
  writeFileSync(join(a.path, '.git'), `gitdir: ${join(other.path, '.git')}\n`);
  writeFileSync(join(entry, 'gitdir'), `${join(a.path, '.git')}\n`);
  expect(findNearby(shop.path, 9)?.worktrees.map((one) => one.path)).toEqual([shop.path]);
});

function byPath(one: { readonly path: string }, other: { readonly path: string }): number {
  return one.path < other.path ? -1 : 1;
}
