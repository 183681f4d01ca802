import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { pruneStore } from '../../src/worktrees/store/prune.ts';
import { openStore } from '../../src/worktrees/store/store.ts';
import { listWorktrees } from '../../src/worktrees/list.ts';
import { openRepository } from '../../src/git/repository.ts';
import { budget, testGit } from '../helpers/budget.ts';
import { readOnlyProof } from '../helpers/read-only.ts';
import { place, repo, type Checkout } from '../helpers/repo.ts';
import { snapshotsOf } from '../helpers/snapshots.ts';

/** Runs in every way that git lets a repository run something. */
function boobyTrap(shop: Checkout, log: string): void {
  const program = `#!/bin/sh\necho "$0" >> '${log}'\n`;
  const hooks = ['post-index-change', 'reference-transaction', 'fsmonitor-watchman', 'pre-commit', 'post-checkout'];
  shop.edit(Object.fromEntries(hooks.map((name) => [`.git/hooks/${name}`, { program }])));
  shop.edit({ '.git/info/attributes': '* diff=trap merge=trap\n' });
  for (const [key, value] of Object.entries({
    'core.fsmonitor': join(shop.path, '.git/hooks/fsmonitor-watchman'),
    'diff.trap.textconv': `echo textconv >> '${log}'; cat`,
    'diff.trap.command': `echo command >> '${log}'`,
    'diff.external': `echo external >> '${log}'`,
    'merge.trap.driver': `echo driver >> '${log}'`,
    'alias.status': `!echo alias >> '${log}'`,
    'core.pager': `echo pager >> '${log}'`,
    'core.sshCommand': `echo ssh >> '${log}'`,
  })) {
    shop.git('config', key, value);
  }
}

test('cases 55, 56, 58, 59: nothing of the repository runs, nothing of it changes, inside of a hook too', async () => {
  const shop = await repo({ name: 'shop: a "place"', files: { a: '1\n', b: 'b\n', 'd/c': 'c\n' } });
  const other = shop.worktree('auth');
  other.commit({ a: 'auth\n' });
  other.edit({ a: 'auth, not committed\n', new: 'n\n' });
  shop.edit({ a: '2\n', loose: 'l\n' });
  const log = join(dirname(shop.path), 'ran');
  boobyTrap(shop, log);
  const hook = {
    ...process.env,
    GIT_DIR: join(shop.path, '.git'),
    GIT_INDEX_FILE: join(shop.path, '.git/index'),
    GIT_WORK_TREE: shop.path,
    GIT_PREFIX: '',
  };
  const git = testGit(hook);
  const proof = readOnlyProof([shop.path, other.path]);
  const cache = place('cache');
  const [own, its] = [await snapshotsOf(shop.path, { git, cache }), await snapshotsOf(other.path, { git, cache })];
  const snapshots = await Promise.all([own.take(), its.take()]);
  await Promise.all([own.take(), its.take()]);
  expect(proof.differences()).toEqual([]);
  expect(existsSync(log)).toBe(false);
  const texts = await Promise.all(snapshots.map((snapshot) => own.text(snapshot, 'a')));
  expect(texts).toEqual(['2\n', 'auth, not committed\n']);
  expect(readdirSync(join(own.store.directory, 'run'))).toEqual([]);
});

test('content that the repository has already can cost a pack its time, and nothing else', async () => {
  const shop = await repo({ files: { a: '1\n' } });
  shop.commit({ a: '2\n' });
  shop.git('gc', '-q');
  const pack = readdirSync(join(shop.path, '.git/objects/pack')).map((name) =>
    join(shop.path, '.git/objects/pack', name),
  );
  for (const path of pack) utimesSync(path, 1_700_000_000, 1_700_000_000);
  shop.edit({ a: '1\n' });
  const proof = readOnlyProof([shop.path]);
  await (await snapshotsOf(shop.path)).take();
  expect(proof.differences().map((line) => line.replace(shop.path, '').replace(/[0-9a-f]{40}/u, '<id>'))).toEqual([
    'mtime changed: /.git/objects/pack/pack-<id>.pack',
  ]);
});

test('a changed worktree costs three processes at most, an unchanged one one', async () => {
  const shop = await repo({ files: { a: '1\n' } });
  const git = testGit();
  const snapshots = await snapshotsOf(shop.path, { git });
  const cost = async (): Promise<readonly [number, boolean]> => {
    const spent = budget(git);
    const { fresh } = await snapshots.take();
    return [spent() - 1, fresh];
  };
  expect(await cost()).toEqual([2, true]);
  expect(await cost()).toEqual([1, false]);
  shop.edit({ a: '2\n', b: 'b\n' });
  utimesSync(join(shop.path, 'a'), 1_700_000_000, 1_700_000_000);
  expect(await cost()).toEqual([3, true]);
  await expect.poll(cost, { interval: 30 }).toEqual([1, false]);
  shop.git('add', 'a');
  expect(await cost()).toEqual([3, true]);
  expect(await cost()).toEqual([1, false]);
  rmSync(join(shop.path, 'b'));
  shop.git('checkout', '-q', 'HEAD', '--', 'a');
  expect(await cost()).toEqual([2, true]);
  expect(await cost()).toEqual([1, false]);
});

test('what is ignored from now on, or no longer, is seen by a warm index', async () => {
  const shop = await repo({ files: { '.gitignore': '*.log\n', 'd/x': 'x\n' } });
  shop.edit({ 'd/a.log': 'a\n', 'd/b.txt': 'b\n' });
  const snapshots = await snapshotsOf(shop.path);
  const untracked = async (): Promise<readonly string[]> => [...(await snapshots.take()).untracked];
  expect(await untracked()).toEqual(['d/b.txt']);
  shop.edit({ '.gitignore': '*.txt\n' });
  expect(await untracked()).toEqual(['d/a.log']);
  shop.edit({ '.git/info/exclude': '*.log\n', 'd/e/f': 'f\n' });
  expect(await untracked()).toEqual(['d/e/f']);
  shop.edit({ 'd/e/g': 'g\n' });
  expect(await untracked()).toEqual(['d/e/f', 'd/e/g']);
  shop.edit({ 'd/e': null, '.git/info/exclude': null });
  expect(await untracked()).toEqual(['d/a.log']);
});

test('case 66: objects that are gone, damaged memory and a lost store are made again', async () => {
  const shop = await repo({ files: { a: '1\n' } });
  shop.stage({ a: 'staged, then changed\n' });
  shop.edit({ a: '3\n', old: 'staged, then changed\n' });
  const cache = place('cache');
  const snapshots = await snapshotsOf(shop.path, { cache });
  const first = await snapshots.take();
  shop.git('reset', '-q');
  shop.git('gc', '-q', '--prune=now');
  const pruned = await snapshots.take();
  expect([pruned.commit, await snapshots.text(pruned, 'old')]).toEqual([first.commit, 'staged, then changed\n']);
  const objects = join(snapshots.store.directory, 'objects');
  for (const name of readdirSync(objects)) if (name.length === 2) rmSync(join(objects, name), { recursive: true });
  const again = await snapshots.take();
  expect([again.commit, again.fresh, await snapshots.text(again, 'a')]).toEqual([first.commit, true, '3\n']);
  const kept = join(snapshots.store.directory, 'worktrees');
  for (const file of readdirSync(join(kept, String(readdirSync(kept)[0])))) {
    writeFileSync(join(kept, String(readdirSync(kept)[0]), file), 'nonsense');
  }
  expect((await snapshots.take()).commit).toBe(first.commit);
  expect((await snapshots.take({ rebuild: true })).fresh).toBe(true);
  rmSync(cache, { recursive: true });
  const anew = await (await snapshotsOf(shop.path, { cache })).take();
  expect([anew.commit, anew.kind]).toEqual([first.commit, 'exact']);
});

test('many at once on one worktree agree, and leave nothing unfinished', async () => {
  const shop = await repo({ files: { a: '1\n', b: 'b\n' } });
  shop.edit({ a: '2\n', new: 'n\n' });
  const cache = place('cache');
  const all = await Promise.all(Array.from({ length: 6 }, () => snapshotsOf(shop.path, { cache })));
  const taken = await Promise.all([...all, ...all].map((snapshots) => snapshots.take()));
  expect(new Set(taken.map(({ commit }) => commit)).size).toBe(1);
  const { directory } = all[0]?.store ?? { directory: '' };
  expect(readdirSync(join(directory, 'run'))).toEqual([]);
  expect(readdirSync(dirname(directory)).toSorted()).toEqual(['generation-000001', 'used']);
  expect(execFileSync('find', [directory, '-name', '*.lock', '-o', '-name', '*-kept'], { encoding: 'utf8' })).toBe('');
});

test('the store drops what nobody needs, and begins anew when it grows over its limits', async () => {
  const shop = await repo({ files: { a: '1\n' } });
  const auth = shop.worktree('auth');
  shop.edit(Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`n${index}`, `${index}\n`])));
  const cache = place('cache');
  const [own, its] = [await snapshotsOf(shop.path, { cache }), await snapshotsOf(auth.path, { cache })];
  const first = await own.take();
  await its.take();
  const { store } = own;
  const root = dirname(store.directory);
  const repository = await openRepository({ git: own.git, directory: shop.path });
  const prune = async (limits = { objects: 20, bytes: 1e9 }): Promise<readonly string[]> => {
    const worktrees = await listWorktrees({ git: own.git, repository });
    const open = openStore({ cache, commonDirectory: repository.commonDirectory });
    await pruneStore({ store: open, commonDirectory: repository.commonDirectory, worktrees, limits });
    return readdirSync(root).filter((name) => name !== 'used');
  };
  const names = (): number => readdirSync(join(store.directory, 'worktrees')).length;
  const past = new Date(Date.now() - 3 * 3_600_000);
  const forgotten = join(dirname(root), '0123456789abcdef0123');
  execFileSync('cp', ['-a', root, forgotten]);
  for (const path of [join(forgotten, 'used')]) utimesSync(path, new Date(0), new Date(0));
  writeFileSync(join(store.directory, 'run/left'), '');
  utimesSync(join(store.directory, 'run/left'), past, past);
  expect([await prune(), names()]).toEqual([['generation-000001'], 2]);
  expect([existsSync(forgotten), readdirSync(join(store.directory, 'run'))]).toEqual([false, []]);
  auth.remove();
  shop.git('worktree', 'prune');
  utimesSync(store.directory, past, past);
  expect([await prune({ objects: 1e6, bytes: 1e9 }), names()]).toEqual([['generation-000001'], 1]);
  expect(await prune()).toEqual(['generation-000001', 'generation-000002']);
  expect((await own.take()).commit).toBe(first.commit);
  const next = await snapshotsOf(shop.path, { cache });
  expect([next.store.directory, (await next.take()).commit]).toEqual([join(root, 'generation-000002'), first.commit]);
  utimesSync(next.store.directory, past, past);
  expect(await prune({ objects: 1e6, bytes: 1e9 })).toEqual(['generation-000002']);
});

test('a cache that cannot be written costs the snapshot, not the survey', async () => {
  const shop = await repo({ files: { a: '1\n' } });
  const snapshots = await snapshotsOf(shop.path);
  rmSync(snapshots.store.directory, { recursive: true });
  writeFileSync(snapshots.store.directory, '');
  const { kind, problems } = await snapshots.take();
  expect([kind, problems.map(({ code }) => code)]).toEqual(['paths', ['SNAPSHOT_FAILED']]);
});
