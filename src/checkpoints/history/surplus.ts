import { lstat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { encodePath } from '../../git/path.ts';
import { isErrorCode } from '../../worktrees/file-error.ts';
import { checkpointPlaces } from '../checkpoint-places.ts';
import { checkpointTime } from './checkpoint-id.ts';
import { readHistories, readIds } from './read-history.ts';

/** How much is kept. */
export type Bounds = {
  /** Checkpoints of each worktree. */
  readonly keep: number;
  /** Milliseconds for which the history of a worktree that is gone is kept after its last checkpoint. */
  readonly keepRemoved: number;
};

/** One history, and what is too much in it. */
export type Surplus = {
  readonly history: string;
  /** Names of the checkpoints beyond the bounds, the newest first. */
  readonly ids: readonly string[];
  readonly kept: number;
  /** Its worktree is gone, and all of it goes. */
  readonly expired: boolean;
};

/** Reads what every history of a repository has too much. */
export async function readSurplus(
  commonDirectory: string,
  { now, keep, keepRemoved }: Bounds & { readonly now: Date },
): Promise<readonly Surplus[]> {
  const histories = await readHistories(commonDirectory);
  return Promise.all(
    histories.map(async (history): Promise<Surplus> => {
      const ids = await readIds(history);
      const [newest] = ids;
      const old = newest !== undefined && now.getTime() - checkpointTime(newest).getTime() >= keepRemoved;
      const expired = old && (await isRemoved(commonDirectory, history));
      return expired
        ? { history, ids, kept: 0, expired }
        : { history, ids: ids.slice(keep), kept: Math.min(ids.length, keep), expired };
    }),
  );
}

/**
 * Whether git has no such worktree any more. What tells is git's own directory of it, which it keeps while the worktree is locked, and
 * of one whose directory cannot be found (on a disk that is not mounted) until it is pruned. What cannot be looked at is there.
 */
async function isRemoved(commonDirectory: string, history: string): Promise<boolean> {
  if (dirname(history) === checkpointPlaces(commonDirectory).histories) return false;
  return lstat(encodePath(join(commonDirectory, 'worktrees', basename(history)))).then(
    () => false,
    (error: unknown) => isErrorCode(error, 'ENOENT'),
  );
}
