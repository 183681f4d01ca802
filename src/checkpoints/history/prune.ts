import { rm, rmdir } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { gitFailureLine } from '../../git/failure.ts';
import { encodePath } from '../../git/path.ts';
import type { Git } from '../../git/run.ts';
import { isFileSystemError } from '../../worktrees/file-error.ts';
import { checkpointId } from './checkpoint-id.ts';
import { checkpointPlaces } from '../checkpoint-places.ts';
import { claim, readClaims, type Claim, type Writer } from '../code/claims.ts';
import { consolidate, packBytes, packFiles, type Consolidated } from '../code/consolidate.ts';
import { manifestFile } from './read-history.ts';
import { readSurplus, type Bounds, type Surplus } from './surplus.ts';
import { objectListFile } from '../code/object-list.ts';

export type Pruning = Bounds & {
  readonly git: Git;
  /** A directory inside of the repository. */
  readonly cwd: string;
  readonly commonDirectory: string;
  readonly writer: Writer;
  readonly now: Date;
};

/** So many packs are left lying; then they become one. */
const MOST_PACKS = 50;

/**
 * Keeps the histories of one worktree, and of those that are gone, within their bounds, and now and then puts all packs into one.
 * It is done only when nobody else is at it, waits for nobody, and never fails: the next one who saves can do it.
 */
export async function pruneAfterSaving(
  options: Pruning & { readonly history: string; readonly leftovers: boolean },
): Promise<void> {
  const { commonDirectory, history, leftovers } = options;
  try {
    const every = await readSurplus(commonDirectory, options);
    const surplus = every.filter((one) => one.ids.length > 0 && (one.expired || one.history === history));
    const packs = (await packFiles(commonDirectory)).filter((name) => name.endsWith('.pack')).length;
    const full = leftovers || packs > MOST_PACKS || surplus.some(({ expired }) => expired);
    if (surplus.length === 0 && !full) return;
    await withClaim(options, async (claimed) => {
      await removeSurplus(options, surplus, claimed);
      if (full) await consolidate({ ...options, id: claimed.id, isBusy: () => isSaving(options, claimed) });
    });
  } catch (error) {
    if (!isFileSystemError(error) && gitFailureLine(error) === null) throw error;
    // The checkpoint is saved all the same.
  }
}

export type Pruned = {
  /** Ids of the checkpoints that were removed, or would be. */
  readonly removed: readonly string[];
  /** How many of these were of worktrees that are gone, whose whole history went. */
  readonly gone: number;
  readonly kept: number;
  /** Bytes of the packs. */
  readonly before: number;
  /** `null` on a dry run. */
  readonly after: number | null;
  /** What became of the objects; `null` on a dry run. `waited`: another kg was pruning all the time, so nothing was removed. */
  readonly objects: Consolidated | 'waited' | null;
};

/** Removes what is beyond the bounds from all histories, and all objects that no checkpoint needs any more. */
export async function pruneCheckpoints(options: Pruning & { readonly dryRun: boolean }): Promise<Pruned> {
  const { commonDirectory, dryRun } = options;
  const surplus = await readSurplus(commonDirectory, options);
  const before = await packBytes(commonDirectory);
  const kept = surplus.reduce((sum, one) => sum + one.kept, 0);
  const removed = surplus.flatMap(({ ids }) => ids);
  const gone = surplus.reduce((sum, { expired, ids }) => sum + (expired ? ids.length : 0), 0);
  if (dryRun) return { removed, gone, kept, before, after: null, objects: null };
  for (let tries = 0; tries < 20; tries += 1) {
    const objects = await withClaim(options, async (claimed) => {
      await removeSurplus(options, surplus, claimed);
      return consolidate({ ...options, id: claimed.id, isBusy: () => isSaving(options, claimed) });
    });
    const after = await packBytes(commonDirectory);
    if (objects !== null) return { removed, gone, kept, before, after, objects };
    await sleep(50 + tries * 10);
  }
  return { removed: [], gone: 0, kept: kept + removed.length, before, after: before, objects: 'waited' };
}

async function removeSurplus(options: Pruning, surplus: readonly Surplus[], claimed: Claim): Promise<void> {
  for (const { history, ids } of surplus) for (const id of ids) await removeCheckpoint(history, id);
  const empty = surplus.filter(({ expired }) => expired);
  // Whoever saves may have found the directory of a new worktree's history there.
  if (empty.length === 0 || (await isSaving(options, claimed))) return;
  for (const { history } of empty) await rmdir(encodePath(history)).catch(() => {});
}

/** Removes one checkpoint from its history. The manifest first: without it the list is nobody's. */
export async function removeCheckpoint(history: string, id: string): Promise<void> {
  await rm(encodePath(manifestFile(history, id)), { force: true });
  await rm(encodePath(objectListFile(history, id)), { force: true });
}

/** Does the work when nobody else has claimed to prune, else answers `null`. Two who claim at once both step back. */
export async function withClaim<T>(options: Pruning, work: (claimed: Claim) => Promise<T>): Promise<T | null> {
  const { commonDirectory, writer, now } = options;
  const { claims } = checkpointPlaces(commonDirectory);
  const claimed = await claim({ claims, kind: 'prune', id: checkpointId(now), writer });
  try {
    const { live, dead } = await readClaims({ claims, writer, own: claimed });
    for (const one of dead) if (one.kind === 'prune') await one.forget();
    return live.some(({ kind }) => kind === 'prune') ? null : await work(claimed);
  } finally {
    await claimed.release();
  }
}

/** Whether somebody else is saving at the moment. */
export async function isSaving({ commonDirectory, writer }: Pruning, own: Claim): Promise<boolean> {
  const { claims } = checkpointPlaces(commonDirectory);
  const { live } = await readClaims({ claims, writer, own });
  return live.some(({ kind }) => kind === 'save');
}
