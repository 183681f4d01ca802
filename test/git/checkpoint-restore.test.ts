import { execFileSync } from 'node:child_process';
import { existsSync, lstatSync, readdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Restorable } from '../../src/checkpoints/restore-plan.ts';
import { restoreCheckpoint } from '../../src/checkpoints/restore.ts';
import { testGit } from '../helpers/budget.ts';
import { saverOf, type Saver } from '../helpers/saver.ts';
import { readOnlyProof } from '../helpers/read-only.ts';
import { place, repo, type Checkout, type Repo } from '../helpers/repo.ts';

test('a restored worktree is the saved one, byte by byte: staged what was staged, untracked what was untracked', async () => {
  const { shop, auth, checkpoint, saver } = await scene();
  const before = { files: filesOf(auth.path), status: statusOf(auth), head: auth.git('rev-parse', 'HEAD') };
  const parts = ['refs', 'logs', 'HEAD', 'index', 'worktrees/shop.auth'].map((name) => join(shop.path, '.git', name));
  const proof = readOnlyProof([auth.path, ...parts]);
  const to = place('back');
  const restored = await restore(saver, { checkpoint, to });
  expect(restored).toMatchObject({ path: to, branch: null, head: before.head, staged: 7, unstaged: 3, untracked: 5 });
  expect(restored.lost).toEqual([]);
  const back = at(shop, to);
  expect(filesOf(to)).toEqual(before.files);
  expect(statusOf(back)).toEqual(before.status);
  expect(back.git('diff', '--cached')).toBe(auth.git('diff', '--cached'));
  expect(back.git('branch', '--show-current')).toBe('');
  expect(proof.differences()).toEqual([]);
  expect(shop.git('fsck', '--no-dangling', '--no-progress')).toBe('');
});

test('it can be restored when branch, worktree and objects are gone, and holds then', async () => {
  const { shop, auth, checkpoint, saver } = await scene();
  const before = { files: filesOf(auth.path), status: statusOf(auth), log: auth.git('log', '--format=%H %s') };
  shop.git('worktree', 'remove', '--force', auth.path);
  shop.git('branch', '-q', '-D', 'auth');
  shop.git('reflog', 'expire', '--expire=now', '--all');
  shop.git('gc', '-q', '--prune=now');
  const restored = await restore(saver, { checkpoint, to: auth.path, branch: 'again' });
  expect(restored.copied).toBeGreaterThan(3);
  const back = at(shop, auth.path);
  expect(filesOf(back.path)).toEqual(before.files);
  expect(statusOf(back)).toEqual(before.status);
  expect([back.git('branch', '--show-current'), back.git('log', '--format=%H %s')]).toEqual(['again', before.log]);
  shop.git('reflog', 'expire', '--expire=now', '--all');
  shop.git('gc', '-q', '--prune=now');
  expect(shop.git('fsck', '--no-dangling', '--no-progress')).toBe('');
  expect(statusOf(back)).toEqual(before.status);
  back.commit(undefined, 'goes on');
});

test('a merge that waited comes back with what each side has, and without its index', async () => {
  const shop = await repo({ files: { 'a.txt': 'a\n', 'b.txt': 'b\n' } });
  const auth = shop.worktree('auth');
  auth.commit({ 'a.txt': 'ours\n' });
  shop.commit({ 'a.txt': 'theirs\n', 'b.txt': 'theirs\n' });
  auth.gitFails('merge', 'main');
  const saver = await saverOf(auth.path);
  const { checkpoint } = await saver.save();
  const to = place('back');
  expect(await restore(saver, { checkpoint: restorable(checkpoint), to })).toMatchObject({ staged: 0, unstaged: 1 });
  expect(filesOf(to)).toMatchObject({ 'a.txt': 'file ours\n', 'b.txt': 'file theirs\n' });
});

test('it never overwrites, and what fails leaves nothing behind', async () => {
  const { shop, auth, checkpoint, saver } = await scene();
  const taken = place('taken');
  writeFileSync(taken, 'mine');
  const worktrees = shop.git('worktree', 'list');
  await expect(restore(saver, { checkpoint, to: taken })).rejects.toMatchObject({ code: 'RESTORE_FAILED' });
  await expect(restore(saver, { checkpoint, to: auth.path })).rejects.toMatchObject({ code: 'RESTORE_FAILED' });
  const to = place('back');
  const named = restore(saver, { checkpoint, to, branch: 'auth' });
  await expect(named).rejects.toMatchObject({ details: { cause: "fatal: a branch named 'auth' already exists" } });
  const odd = restore(saver, { checkpoint, to, branch: '-D' });
  await expect(odd).rejects.toMatchObject({ code: 'RESTORE_FAILED' });
  const broken = { ...checkpoint, code: { ...checkpoint.code, tree: '1'.repeat(40) } };
  await expect(restore(saver, { checkpoint: broken, to })).rejects.toMatchObject({ code: 'RESTORE_FAILED' });
  expect([existsSync(to), readFileSync(taken, 'utf8'), shop.git('worktree', 'list')]).toEqual([
    false,
    'mine',
    worktrees,
  ]);
  expect(shop.git('branch', '--list', 'auth').trim()).toBe('+ auth');
});

/** A worktree in which everything that can be the matter with a file is the matter with one. */
async function scene(): Promise<{
  readonly shop: Repo;
  readonly auth: Checkout;
  readonly saver: Saver;
  readonly checkpoint: Restorable;
}> {
  const shop = await repo({
    files: {
      'same.txt': 'same\n',
      'edited.txt': 'one\ntwo\n',
      'both.txt': 'one\n',
      'gone.txt': 'gone\n',
      'staged-gone.txt': 'gone\n',
      'uncached.txt': 'kept on disk\n',
      'mode.sh': 'echo\n',
      link: { link: 'same.txt' },
      'old-name.txt': 'a\nb\nc\nd\ne\n',
    },
  });
  const fork = shop.git('rev-parse', 'HEAD');
  const auth = shop.worktree('auth');
  auth.commit({ 'src/own.ts': 'own\n' });
  auth.stage({
    'both.txt': 'staged\n',
    'staged-gone.txt': null,
    'mode.sh': { program: 'echo\n' },
    link: { link: 'edited.txt' },
    'old-name.txt': null,
    'new-name.txt': 'a\nb\nc\nd\ne\n',
  });
  auth.git('rm', '-q', '--cached', 'uncached.txt');
  auth.edit({
    'edited.txt': 'one\nTWO\n',
    'both.txt': 'working\n',
    'gone.txt': null,
    'un/tracked/deep.bin': Buffer.from([0, 255, 1, 10, 13]),
    'new\nline\t"quote".txt': 'odd\n',
    empty: '',
    'run.sh': { program: '#!/bin/sh\n' },
  });
  const saver = await saverOf(auth.path);
  return { shop, auth, saver, checkpoint: restorable((await saver.save({ forkPoint: fork })).checkpoint) };
}

function restorable(checkpoint: Awaited<ReturnType<Saver['save']>>['checkpoint']): Restorable {
  const { code } = checkpoint;
  if (code === null) throw new Error('no code');
  return { ...checkpoint, code };
}

function restore(
  { commonDirectory }: Saver,
  { checkpoint, to, branch = null }: { checkpoint: Restorable; to: string; branch?: string | null },
) {
  return restoreCheckpoint({ git: testGit(), cwd: commonDirectory, commonDirectory, checkpoint, to, branch });
}

/** Kind, rights and content of every file of a worktree, but for git's and kg's own. */
function filesOf(path: string): Readonly<Record<string, string>> {
  const names = readdirSync(path, { recursive: true, encoding: 'utf8' }).filter(
    (name) => !/^\.(?:git|keepgoing)/u.test(name),
  );
  const entries = names.toSorted().flatMap((name) => {
    const file = join(path, name);
    const stats = lstatSync(file);
    if (stats.isDirectory()) return [];
    if (stats.isSymbolicLink()) return [[name, `link ${readlinkSync(file)}`]];
    return [[name, `${(stats.mode & 0o100) === 0 ? 'file' : 'program'} ${readFileSync(file, 'latin1')}`]];
  });
  return Object.fromEntries(entries);
}

function statusOf({ git }: Pick<Checkout, 'git'>): readonly string[] {
  return git('status', '--porcelain', '-uall', '-z').split('\0');
}

function at(shop: Repo, path: string): Checkout {
  const env = {
    ...process.env,
    GIT_AUTHOR_NAME: 'A',
    GIT_AUTHOR_EMAIL: 'a@b',
    GIT_COMMITTER_NAME: 'A',
    GIT_COMMITTER_EMAIL: 'a@b',
  };
  const git = (...args: readonly string[]) =>
    execFileSync('git', args, { cwd: path, env, encoding: 'utf8', stdio: 'pipe' }).replace(/\n$/u, '');
  return { ...shop, path, git, commit: (_, message = 'work') => git('commit', '-q', '-am', message) };
}
