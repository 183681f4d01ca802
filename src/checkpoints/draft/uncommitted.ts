import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { differenceArgs, parseDifference, type Difference } from '../../git/difference.ts';
import { encodePath } from '../../git/path.ts';
import type { Git } from '../../git/run.ts';
import type { Snapshot } from '../../worktrees/snapshot/types.ts';
import type { DraftWorktree, Uncommitted } from './draft-input.ts';

export type UncommittedOptions = {
  readonly git: Git;
  readonly worktree: Pick<DraftWorktree, 'path' | 'head' | 'files'>;
  readonly snapshot: Pick<Snapshot, 'uncommitted' | 'untracked' | 'unmerged'>;
};

/** Reads how many lines the uncommitted files differ from HEAD by. One git process, and none where all is committed. */
export async function readUncommitted({ git, worktree, snapshot }: UncommittedOptions): Promise<Uncommitted | null> {
  const { untracked, unmerged, uncommitted } = snapshot;
  const counted = new Map((worktree.files ?? []).map(({ path, added }) => [path, added]));
  const found = {
    untracked: [...untracked].map((path) => ({ path, lines: counted.get(path) ?? null })),
    unmerged,
  };
  const tracked = [...uncommitted].filter((path) => !untracked.has(path));
  if (tracked.length === 0) return { tracked: [], ...found };
  try {
    return { tracked: await differences(git, worktree, tracked), ...found };
  } catch {
    return null;
  }
}

async function differences(
  git: Git,
  { path, head }: UncommittedOptions['worktree'],
  tracked: readonly string[],
): Promise<readonly Difference[]> {
  // Nothing is committed yet, so what is in the index is all new.
  if (head === null)
    return tracked.map((file) => ({ path: file, change: 'added', added: null, deleted: null, before: null }));
  const { stdout } = await git.run({ cwd: path, args: ['diff-index', ...differenceArgs, head, '--'] });
  return parseDifference(stdout);
}

const mostFiles = 500;

/** When the newest of a worktree's own changes was written to disk (ISO); `null` when none of them can be looked at. */
export async function readLastModified({ path, files }: Pick<DraftWorktree, 'path' | 'files'>): Promise<string | null> {
  const times = await Promise.all(
    (files ?? []).slice(0, mostFiles).map(async (file) => {
      const found = await lstat(encodePath(join(path, file.path))).catch(() => null);
      return found?.mtimeMs ?? 0;
    }),
  );
  const newest = Math.max(0, ...times);
  return newest === 0 ? null : new Date(newest).toISOString();
}
