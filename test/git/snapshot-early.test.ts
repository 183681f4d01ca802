import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { beginEarlyLooks, type EarlyLooks } from '../../src/worktrees/snapshot/early-looks.ts';
import type { Owner } from '../../src/worktrees/store/owner.ts';
import { budget, testGit } from '../helpers/budget.ts';
import { place, repo, type Repo } from '../helpers/repo.ts';
import { snapshotsOf, summary } from '../helpers/snapshots.ts';

const owner: Owner = { pid: process.pid, isAlive: () => true, atEnd: () => {} };

/** A repository with an index that takes its time to read: many long names that are not checked out. */
async function largeRepo(): Promise<Repo> {
  const shop = await repo({ files: { a: '1\n', 'src/b': '1\n' } });
  const names = Array.from({ length: 4500 }, (_, at) => `kept/${'long-name-'.repeat(18)}${at}`);
  const blob = shop.git('rev-parse', 'HEAD:a');
  const index = (input: string, ...args: readonly string[]) =>
    execFileSync('git', ['update-index', ...args], { cwd: shop.path, input });
  index(names.map((name) => `100644 ${blob}\t${name}\n`).join(''), '--index-info');
  shop.git('commit', '-qm', 'many');
  index(names.map((name) => `${name}\n`).join(''), '--skip-worktree', '--stdin');
  return shop;
}

function begin(path: string, cache: string, git = testGit()): EarlyLooks {
  const looks = beginEarlyLooks({ git, cache, directory: path, most: 2, owner });
  if (looks === null) throw new Error('nothing was begun');
  return looks;
}

function runsIn({ store }: EarlyLooks): readonly string[] {
  return readdirSync(join(store.directory, 'run'));
}

test('a look that was begun before git listed the worktrees gives the snapshot that a later one gives', async () => {
  const shop = await largeRepo();
  const cache = place('cache');
  const gitDirectory = join(shop.path, '.git');
  const changes = [
    () => {},
    () => shop.edit({ a: '2\n', new: 'n\n' }),
    () => shop.stage({ 'src/b': '2\n' }),
    () => shop.commit({ a: '3\n' }),
  ];
  for (const change of changes) {
    change();
    const git = testGit();
    const snapshots = await snapshotsOf(shop.path, { git, cache });
    const early = begin(shop.path, cache, git);
    expect(runsIn(early)).toHaveLength(1);
    const look = early.take({ path: shop.path, gitDirectory });
    const spent = budget(git);
    const first = await snapshots.take({ look, settings: early.settings });
    // The list of worktrees, the objects around the changes, and the files.
    expect(spent()).toBeLessThanOrEqual(3);
    await expect.poll(() => runsIn(early)).toEqual([]);
    const plain = await (await snapshotsOf(shop.path)).take();
    expect([first.tree, summary(first)]).toEqual([plain.tree, summary(plain)]);
  }
});

test('what changes while git looks is looked at once more', async () => {
  const shop = await largeRepo();
  const cache = place('cache');
  const snapshots = await snapshotsOf(shop.path, { cache });
  const early = begin(shop.path, cache);
  const look = early.take({ path: shop.path, gitDirectory: join(shop.path, '.git') });
  await look?.seen;
  shop.commit({ a: '4\n' });
  const taken = await snapshots.take({ look, settings: early.settings });
  expect(taken.commit).toBe(shop.git('rev-parse', 'HEAD'));
  await expect.poll(() => runsIn(early)).toEqual([]);
});

test('a look is given to the worktree that it is of, once, and what nobody takes is removed', async () => {
  const shop = await largeRepo();
  const linked = shop.worktree('linked');
  const early = begin(linked.path, place('cache'));
  expect(runsIn(early)).toHaveLength(2);
  const main = { path: shop.path, gitDirectory: join(shop.path, '.git') };
  expect(early.take({ ...main, path: linked.path })).toBeUndefined();
  expect(early.take({ ...main, gitDirectory: null })).toBeUndefined();
  const look = early.take(main);
  expect(early.take(main)).toBeUndefined();
  early.leave();
  await look?.seen;
  await expect.poll(() => runsIn(early)).toHaveLength(1);
  look?.run.remove();
  expect(runsIn(early)).toEqual([]);
});

test('nothing is begun where a look costs little, and where the cache cannot be written', async () => {
  const small = await repo();
  const cache = place('cache');
  expect(beginEarlyLooks({ git: testGit(), cache, directory: small.path, most: 2, owner })).toBeNull();
  const large = await largeRepo();
  const file = join(large.path, 'a');
  expect(beginEarlyLooks({ git: testGit(), cache: file, directory: large.path, most: 2, owner })).toBeNull();
});
