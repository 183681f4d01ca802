import { execFileSync } from 'node:child_process';
import { readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import { checkpointPlaces, historyDirectory } from '../../src/checkpoints/checkpoint-places.ts';
import { claim } from '../../src/checkpoints/code/claims.ts';
import { packFiles } from '../../src/checkpoints/code/consolidate.ts';
import { readFilesSince } from '../../src/checkpoints/code/files-since.ts';
import { readHistories, readIds } from '../../src/checkpoints/history/read-history.ts';
import { pruneCheckpoints } from '../../src/checkpoints/history/prune.ts';
import { readLatestCheckpoint } from '../../src/checkpoints/history/read-latest.ts';
import { openStore } from '../../src/worktrees/store/store.ts';
import { testGit } from '../helpers/budget.ts';
import { noon, privateObjects, saverOf, writer } from '../helpers/saver.ts';
import { place, repo } from '../helpers/repo.ts';

const minutes = (count: number) => new Date(noon.getTime() + count * 60_000);

test('what is on the skip list is in no object, however it came into the worktree, and each path says why', async () => {
  const shop = await repo({
    files: {
      '.gitattributes': '*.vault filter=vault\n*.psd filter=lfs\n',
      'a.vault': 'cipher\n',
      'kept.key': 'old key\n',
    },
  });
  const fork = shop.git('rev-parse', 'HEAD');
  const auth = shop.worktree('auth');
  auth.commit({ 'deploy/id_rsa': 'committed key\n', 'src/a.ts': 'a\n' });
  auth.stage({ '.env.local': 'staged secret\n', 'src/b.ts': 'b\n' });
  auth.edit({
    'kept.key': 'new key\n',
    'a.vault': 'plain text\n',
    'api/.NPMRC': 'npm token\n',
    'own/list.txt': 'on the own list\n',
    'src/a.ts': 'edited\n',
  });
  const tracked = Buffer.alloc(17 * 1024 * 1024, 'large ');
  auth.stage({ 'data.bin': tracked });
  const saver = await saverOf(auth.path);
  const gathered = await saver.gather({ forkPoint: fork, skip: ['own/*'] });
  if (gathered.code === null) throw new Error(gathered.reason);
  const { code, objects } = gathered;
  expect(code.skipped.map(({ path, reason }) => `${reason} ${path}`)).toEqual([
    'secret .env.local',
    'filtered a.vault',
    'secret api/.NPMRC',
    'too-large data.bin',
    'secret kept.key',
    'secret own/list.txt',
  ]);
  const blob = (content: string) =>
    execFileSync('git', ['hash-object', '--stdin'], { cwd: auth.path, input: content, encoding: 'utf8' }).trim();
  const planted = [
    'committed key\n',
    'staged secret\n',
    'new key\n',
    'plain text\n',
    'npm token\n',
    'on the own list\n',
  ];
  expect(planted.filter((content) => objects.includes(blob(content)))).toEqual([]);
  expect(objects).toContain(blob('edited\n'));
  expect(objects).toContain(blob('b\n'));

  const saved = (await saver.save({ forkPoint: fork })).checkpoint.code;
  const kept = privateObjects(saver.commonDirectory);
  expect(planted.slice(0, 5).filter((content) => kept.has(blob(content)))).toEqual([]);
  const tree = (oid: string | null) => saver.see('ls-tree', '-r', '--name-only', oid ?? '').split('\n');
  const head = ['.gitattributes', 'a.vault', 'deploy/id_rsa', 'kept.key', 'src/a.ts'];
  expect(tree(saved?.tree ?? null)).toEqual([...head.slice(0, 3), 'kept.key', 'own/list.txt', 'src/a.ts', 'src/b.ts']);
  expect(tree(saved?.staged ?? null)).toEqual([...head, 'src/b.ts']);
  expect(saver.see('show', `${saved?.tree}:kept.key`)).toBe('old key');
});

test('a checkpoint outlives its branch, its worktree and the garbage collection of the repository', async () => {
  const shop = await repo({ files: { 'a.txt': 'a\n', 'old.txt': 'old\n' } });
  const fork = shop.git('rev-parse', 'HEAD');
  const auth = shop.worktree('auth');
  auth.commit({ 'a.txt': 'first\n', 'deep/er/b.txt': 'b\n' });
  auth.commit({ 'a.txt': 'second\n', 'old.txt': null });
  auth.edit({ 'a.txt': 'third\n', 'new.txt': 'new\n' });
  const saver = await saverOf(auth.path);
  const { checkpoint } = await saver.save({ forkPoint: fork });
  shop.git('worktree', 'remove', '--force', auth.path);
  shop.git('branch', '-q', '-D', 'auth');
  shop.git('reflog', 'expire', '--expire=now', '--all');
  shop.git('gc', '-q', '--prune=now');
  const code = checkpoint.code ?? { commit: '', files: [] };
  shop.gitFails('cat-file', '-e', code.commit);
  const later = await saverOf(shop.path);
  expect(later.see('fsck', '--connectivity-only', '--no-dangling', code.commit)).toBe('');
  expect(later.see('log', '--format=%s', code.commit)).toBe('kg\nwork\nwork\nfirst');
  expect(later.see('show', `${code.commit}:deep/er/b.txt`)).toBe('b');
  // And what was touched outlives the trunk itself.
  const kept = privateObjects(saver.commonDirectory);
  expect(code.files.flatMap(({ base, now }) => [base ?? [], now ?? []].flat()).filter((oid) => !kept.has(oid))).toEqual(
    [],
  );
  const worktree = { path: auth.path, gitDirectory: null };
  expect(await readLatestCheckpoint({ worktree, ...saver })).toEqual({ checkpoint });
});

test('a merge that waits is saved with its parents, and an unborn branch without any', async () => {
  const shop = await repo({ files: { 'a.txt': 'a\n', 'b.txt': 'b\n' } });
  const auth = shop.worktree('auth');
  auth.commit({ 'a.txt': 'ours\n' });
  const theirs = shop.commit({ 'a.txt': 'theirs\n', 'b.txt': 'theirs\n' });
  auth.gitFails('merge', 'main');
  const saver = await saverOf(auth.path);
  const { checkpoint } = await saver.save({ forkPoint: shop.git('rev-parse', 'HEAD~') });
  expect(checkpoint.code).toMatchObject({
    parents: [auth.git('rev-parse', 'HEAD'), theirs],
    staged: null,
    skipped: [{ path: 'a.txt', reason: 'unmerged' }],
  });
  expect(checkpoint.code?.files.map(({ path, change }) => `${change} ${path}`)).toEqual([
    'unmerged a.txt',
    'modified b.txt',
  ]);

  const empty = await repo({ files: null });
  empty.stage({ 'first.txt': 'first\n' });
  const unborn = await saverOf(empty.path);
  const born = (await unborn.save()).checkpoint.code;
  expect(born).toMatchObject({ parents: [], files: [{ path: 'first.txt', change: 'added' }] });
  expect(unborn.see('show', `${born?.commit}:first.txt`)).toBe('first');
});

test('an interrupted rebase is saved like any other state', async () => {
  const shop = await repo({ files: { 'a.txt': 'a\n' } });
  const auth = shop.worktree('auth');
  auth.commit({ 'a.txt': 'ours\n' });
  shop.commit({ 'a.txt': 'theirs\n' });
  auth.gitFails('rebase', 'main');
  const saver = await saverOf(auth.path);
  const { code } = (await saver.save()).checkpoint;
  expect(code).toMatchObject({ parents: [shop.git('rev-parse', 'main')], staged: null });
});

test('history and objects stay within their bounds, and nobody loses what they need', async () => {
  const shop = await repo({ files: { 'a.txt': 'a\n' } });
  const saver = await saverOf(shop.path);
  const history = historyDirectory(saver.commonDirectory, saver.commonDirectory);
  const save = (at: number) => {
    shop.edit({ 'a.txt': `state ${at}\n` });
    return saver.save({ now: minutes(at), keep: 3 });
  };
  const saved = [await save(1), await save(2), await save(3), await save(4), await save(5)];
  const ids = saved.map(({ checkpoint }) => checkpoint.id);
  expect(await readIds(history)).toEqual(ids.slice(2).toReversed());
  const lists = readdirSync(history).filter((name) => name.endsWith('.objects'));
  expect(lists.length).toBe(3);

  const { commonDirectory } = saver;
  const { claims } = checkpointPlaces(commonDirectory);
  const prune = {
    git: testGit(),
    cwd: shop.path,
    commonDirectory,
    writer,
    now: minutes(9),
    keep: 2,
    keepRemoved: 1e12,
  };
  expect(await pruneCheckpoints({ ...prune, dryRun: true })).toMatchObject({
    removed: [ids[2]],
    kept: 2,
    objects: null,
  });
  const other = await claim({ claims, kind: 'save', id: 'x', writer });
  expect(await pruneCheckpoints({ ...prune, dryRun: false })).toMatchObject({ removed: [ids[2]], objects: 'busy' });
  await other.release();
  const before = privateObjects(commonDirectory);
  const after = await pruneCheckpoints({ ...prune, dryRun: false });
  expect(after).toMatchObject({ removed: [], kept: 2, objects: 'done' });
  expect(after.after).toBeLessThan(after.before);
  expect((await packFiles(commonDirectory)).filter((name) => name.endsWith('.pack'))).toHaveLength(1);
  expect(before.size - privateObjects(commonDirectory).size).toBe(9);
  for (const { checkpoint } of saved.slice(3)) {
    expect(saver.see('show', `${checkpoint.code?.commit}:a.txt`)).toMatch(/^state [45]$/u);
  }
});

test('the history of a worktree that is gone is kept for a while, and that of one that is only out of reach for ever', async () => {
  const shop = await repo({ files: { 'a.txt': 'a\n' } });
  const [gone, young, locked, away] = ['gone', 'young', 'locked', 'away'].map((name) => shop.worktree(name));
  if (!gone || !young || !locked || !away) throw new Error('no worktrees');
  const day = 24 * 3_600_000;
  const now = new Date(noon.getTime() + 100 * day);
  const saver = await saverOf(shop.path);
  const { commonDirectory } = saver;
  for (const one of [gone, locked, away]) {
    one.edit({ 'a.txt': `${one.path}\n` });
    await (await saverOf(one.path)).save();
  }
  await (await saverOf(young.path)).save({ now: new Date(now.getTime() - day) });
  locked.git('worktree', 'lock', locked.path);
  for (const one of [gone, young]) shop.git('worktree', 'remove', '--force', one.path);
  // As on a disk that is not mounted.
  for (const one of [locked, away]) renameSync(one.path, `${one.path}.elsewhere`);
  const left = async (): Promise<readonly string[]> =>
    (await readHistories(commonDirectory)).map((history) => basename(history)).toSorted();
  const all = ['main', 'shop.away', 'shop.gone', 'shop.locked', 'shop.young'];

  const prune = { git: testGit(), cwd: shop.path, commonDirectory, writer, keep: 20, keepRemoved: 90 * day };
  const early = { ...prune, now: new Date(noon.getTime() + 89 * day), dryRun: false };
  expect(await pruneCheckpoints(early)).toMatchObject({ removed: [], gone: 0, kept: 4 });
  expect(await left()).toEqual(all);
  expect(await pruneCheckpoints({ ...prune, now, dryRun: true })).toMatchObject({ gone: 1, kept: 3 });
  await saver.save({ now, keepRemoved: 90 * day });
  expect(await left()).toEqual(all.filter((name) => name !== 'shop.gone'));

  // Asked for, all of those go that git has no more.
  expect(await pruneCheckpoints({ ...prune, now, keepRemoved: 0, dryRun: false })).toMatchObject({ gone: 1, kept: 3 });
  expect(await left()).toEqual(['main', 'shop.away', 'shop.locked']);
  rmSync(join(commonDirectory, 'worktrees', 'shop.away'), { recursive: true });
  expect(await pruneCheckpoints({ ...prune, now, keepRemoved: 0, dryRun: false })).toMatchObject({ gone: 1, kept: 2 });
});

test('one who prunes waits for one who prunes, and not for one who was ended', async () => {
  const shop = await repo();
  const saver = await saverOf(shop.path);
  await saver.save();
  const { commonDirectory } = saver;
  const { claims } = checkpointPlaces(commonDirectory);
  const prune = {
    git: testGit(),
    cwd: shop.path,
    commonDirectory,
    writer,
    now: noon,
    keep: 1,
    keepRemoved: 1e12,
    dryRun: false,
  };
  const dead = {
    ...writer,
    processes: { ...writer.processes, startOf: async () => ({ state: 'running', start: '1' }) as const },
  };
  await claim({ claims, kind: 'prune', id: 'dead', writer: dead });
  expect(await pruneCheckpoints(prune)).toMatchObject({ objects: 'done' });
  const live = await claim({ claims, kind: 'prune', id: 'live', writer });
  let looks = 0;
  const startOf = (pid: number) => {
    looks += 1;
    return writer.processes.startOf(pid);
  };
  const waiting = pruneCheckpoints({ ...prune, writer: { ...writer, processes: { ...writer.processes, startOf } } });
  // It looks twice a try: at itself, and at the other.
  await expect.poll(() => looks).toBeGreaterThan(3);
  await live.release();
  expect(await waiting).toMatchObject({ objects: 'done' });
  expect(readdirSync(claims)).toEqual([]);
});

test('files since count own changes only, by no process where nothing changed and one for all others', async () => {
  const shop = await repo({ files: { 'a.txt': 'a\n', 'b.txt': 'b\n', 'c.txt': 'c\n' } });
  const auth = shop.worktree('auth');
  auth.edit({ 'a.txt': 'mine\n', 'x.txt': 'x\n', '.env': 'secret\n' });
  const cache = place('cache');
  const saver = await saverOf(auth.path, { cache });
  const fork = shop.git('rev-parse', 'HEAD');
  const { code } = (await saver.save({ forkPoint: fork })).checkpoint;
  const git = testGit();
  const { commonDirectory } = saver;
  const store = openStore({ cache, commonDirectory });
  const count = async (files: readonly string[]) => {
    const now = await saver.gather({ forkPoint: fork });
    const tree = now.code === null ? null : (now.code.whole ?? now.code.tree);
    const before = git.started();
    const row = { code, tree, files: files.map((path) => ({ path })) };
    const asked = [
      { ...row, worktree: 'one' },
      { ...row, worktree: 'two' },
      { ...row, worktree: 'none', code: null },
    ];
    const counts = await readFilesSince({ git, cwd: auth.path, commonDirectory, store, asked });
    return { counts: Object.fromEntries(counts), started: git.started() - before };
  };
  expect(await count(['a.txt', 'x.txt'])).toEqual({ counts: { one: 0, two: 0, none: null }, started: 0 });
  auth.edit({ 'a.txt': 'more\n', 'x.txt': null, 'y.txt': 'y\n', 'c.txt': 'from the trunk\n', '.env': 'other\n' });
  expect(await count(['a.txt', 'y.txt'])).toEqual({ counts: { one: 3, two: 3, none: null }, started: 1 });
});
