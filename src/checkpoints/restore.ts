import { existsSync, lstatSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { KgError } from '../errors.ts';
import { gitFailureLine } from '../git/failure.ts';
import { decodePath, encodePath } from '../git/path.ts';
import { splitRecords } from '../git/records.ts';
import type { Git } from '../git/run.ts';
import { parseStatus, statusArgs } from '../git/status.ts';
import { copyObjects } from './code/copy-objects.ts';
import { openCheckpointObjects } from './code/object-store.ts';
import type { Restorable } from './restore-plan.ts';

export type RestoreOptions = {
  readonly git: Git;
  /** A directory inside of the repository. */
  readonly cwd: string;
  readonly commonDirectory: string;
  readonly checkpoint: Restorable;
  /** Absolute; nothing may be there. */
  readonly to: string;
  /** A new branch; `null`: HEAD is detached. */
  readonly branch: string | null;
};

/** What was made. */
export type Restored = {
  readonly path: string;
  readonly branch: string | null;
  readonly head: string;
  readonly staged: number;
  readonly unstaged: number;
  readonly untracked: number;
  /** Objects that the repository did not have (any more), and that HEAD and the index of the new worktree need. */
  readonly copied: number;
  /** Files whose content is nowhere any more: it was left out, and the repository has dropped it since. */
  readonly lost: readonly string[];
};

/**
 * Makes a new worktree that is as the saved one was: the same HEAD, files as they lay there, staged what was staged, and
 * untracked what was untracked. Nothing that exists is touched. Of the objects only those that HEAD and the index of the new
 * worktree need are copied into the repository's own store. Throws RESTORE_FAILED `{path, cause}`, and then nothing is left.
 */
export async function restoreCheckpoint(options: RestoreOptions): Promise<Restored> {
  const { checkpoint, to, branch } = options;
  const { code } = checkpoint;
  const [head] = code.parents;
  if (lstatSync(encodePath(to), { throwIfNoEntry: false }) !== undefined) {
    throw failed(
      to,
      'Something is at this path already, and a restore never overwrites',
      'To restore, name a new path',
    );
  }
  if (head === undefined)
    throw failed(to, 'The branch had no commit yet, so there is nothing that a worktree can begin at');
  try {
    const staged = code.staged ?? (isUnmerged(options) ? await treeOf(options, head) : code.tree);
    const copied = await copyObjects({ ...options, tips: [head, staged] });
    await makeWorktree(options, head);
    try {
      const lost = await fill(options, staged);
      return { path: to, branch, head, copied, lost, ...(await count(options)) };
    } catch (error) {
      await removeWorktree(options);
      throw error;
    }
  } catch (error) {
    const line = gitFailureLine(error);
    throw line === null ? error : failed(to, line);
  }
}

function failed(path: string, cause: string, hint?: string): KgError {
  return new KgError('RESTORE_FAILED', { path, cause, ...(hint === undefined ? {} : { hint }) });
}

/** Of a merge that waited the index could not be kept: it begins with what HEAD has. */
function isUnmerged({ checkpoint }: RestoreOptions): boolean {
  return checkpoint.code.files.some(({ change }) => change === 'unmerged');
}

async function treeOf({ git, cwd, commonDirectory }: RestoreOptions, commit: string): Promise<string> {
  const { env } = await openCheckpointObjects(commonDirectory);
  const answer = await git.run({ cwd, env, args: ['rev-parse', '--verify', '--end-of-options', `${commit}^{tree}`] });
  return answer.stdout.toString('latin1').trim();
}

async function makeWorktree({ git, cwd, to, branch }: RestoreOptions, head: string): Promise<void> {
  const kind = branch === null ? ['--detach'] : ['-b', branch];
  await git.run({ cwd, args: ['worktree', 'add', '-q', '--no-checkout', ...kind, '--', to, head] });
}

/**
 * Writes the files out of the private objects by an index of their own, then the index as it was staged. Answers what could not
 * be written since its content is gone.
 */
async function fill(
  { git, commonDirectory, checkpoint, to }: RestoreOptions,
  staged: string,
): Promise<readonly string[]> {
  const store = await openCheckpointObjects(commonDirectory);
  const run = await mkdtemp(join(store.directory, 'restore-'));
  try {
    const env = { ...store.env, GIT_INDEX_FILE: join(run, 'index') };
    await git.run({ cwd: to, env, args: ['read-tree', checkpoint.code.tree] });
    const written = await git.run({ cwd: to, env, args: ['checkout-index', '-q', '-a'], answers: [0, 128] });
    const deleted = written.exitCode === 0 ? null : await git.run({ cwd: to, env, args: ['ls-files', '-d', '-z'] });
    const lost = splitRecords(deleted?.stdout ?? Buffer.alloc(0)).map(decodePath);
    const gone = lost.length > 0 && written.stderr.includes('unable to read');
    if (written.exitCode !== 0 && !gone) {
      throw new KgError('GIT_FAILED', { cwd: to, command: 'checkout-index', stderr: written.stderr });
    }
    await git.run({ cwd: to, args: ['read-tree', staged] });
    // Git learns which files are as in the index; that others are not is no failure.
    await git.run({ cwd: to, args: ['update-index', '-q', '--refresh'], answers: [0, 1] });
    return lost;
  } finally {
    await rm(run, { recursive: true, force: true });
  }
}

async function removeWorktree({ git, cwd, to, branch }: RestoreOptions): Promise<void> {
  const answers = [0, 1, 128, 255];
  await git.run({ cwd, args: ['worktree', 'remove', '--force', '--', to], answers });
  if (existsSync(encodePath(to))) await rm(encodePath(to), { recursive: true, force: true });
  if (branch !== null) await git.run({ cwd, args: ['branch', '-D', '--', branch], answers });
}

async function count({ git, to }: RestoreOptions): Promise<Pick<Restored, 'staged' | 'unstaged' | 'untracked'>> {
  const { tracked, untracked } = parseStatus((await git.run({ cwd: to, args: statusArgs })).stdout);
  return {
    staged: tracked.filter((change) => change.staged).length,
    unstaged: tracked.filter((change) => change.unstaged).length,
    untracked: untracked.length,
  };
}
