import { rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { gitFailureLine } from '../../git/failure.ts';
import { encodePath } from '../../git/path.ts';
import type { Git } from '../../git/run.ts';
import { isFileSystemError } from '../../worktrees/file-error.ts';
import { checkpointId } from './checkpoint-id.ts';
import { checkpointPlaces } from '../checkpoint-places.ts';
import { claim, readClaims, type Claim, type Writer } from '../code/claims.ts';
import { consolidate, packBytes, packFiles, type Consolidated } from '../code/consolidate.ts';
import { manifestFile, readHistories, readIds } from './read-history.ts';
import { objectListFile } from '../code/object-list.ts';

type Pruning = {
  readonly git: Git;
  /** A directory inside of the repository. */
  readonly cwd: string;
  readonly commonDirectory: string;
  readonly writer: Writer;
  readonly now: Date;
  /** Checkpoints of each worktree that are kept. */
  readonly keep: number;
};

/** So many packs are left lying; then they become one. */
const MOST_PACKS = 50;

/**
 * Keeps the history of one worktree within its bound, and now and then puts all packs into one. It is done only when nobody else
 * is at it, waits for nobody, and never fails: the next one who saves can do it.
 */
export async function pruneAfterSaving(
  options: Pruning & { readonly history: string; readonly leftovers: boolean },
): Promise<void> {
  const { commonDirectory, history, keep, leftovers } = options;
  try {
    const surplus = (await readIds(history)).slice(keep);
    const packs = (await packFiles(commonDirectory)).filter((name) => name.endsWith('.pack')).length;
    const full = leftovers || packs > MOST_PACKS;
    if (surplus.length === 0 && !full) return;
    await withClaim(options, async (claimed) => {
      for (const id of surplus) await removeCheckpoint(history, id);
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
  readonly kept: number;
  /** Bytes of the packs. */
  readonly before: number;
  /** `null` on a dry run. */
  readonly after: number | null;
  /** What became of the objects; `null` on a dry run. `waited`: another kg was pruning all the time, so nothing was removed. */
  readonly objects: Consolidated | 'waited' | null;
};

/** Removes what is beyond the bound from all histories, and all objects that no checkpoint needs any more. */
export async function pruneCheckpoints(options: Pruning & { readonly dryRun: boolean }): Promise<Pruned> {
  const { commonDirectory, keep, dryRun } = options;
  const histories = await readHistories(commonDirectory);
  const found = await Promise.all(histories.map(async (history) => ({ history, ids: await readIds(history) })));
  const surplus = found.flatMap(({ history, ids }) => ids.slice(keep).map((id) => ({ history, id })));
  const before = await packBytes(commonDirectory);
  const all = found.reduce((sum, { ids }) => sum + ids.length, 0);
  const removed = surplus.map(({ id }) => id);
  if (dryRun) return { removed, kept: all - removed.length, before, after: null, objects: null };
  for (let tries = 0; tries < 20; tries += 1) {
    const objects = await withClaim(options, async (claimed) => {
      for (const { history, id } of surplus) await removeCheckpoint(history, id);
      return consolidate({ ...options, id: claimed.id, isBusy: () => isSaving(options, claimed) });
    });
    const after = await packBytes(commonDirectory);
    if (objects !== null) return { removed, kept: all - removed.length, before, after, objects };
    await sleep(50 + tries * 10);
  }
  return { removed: [], kept: all, before, after: before, objects: 'waited' };
}

/** The manifest first: without it the list is nobody's. */
async function removeCheckpoint(history: string, id: string): Promise<void> {
  await rm(encodePath(manifestFile(history, id)), { force: true });
  await rm(encodePath(objectListFile(history, id)), { force: true });
}

/** Does the work when nobody else has claimed to prune, else answers `null`. Two who claim at once both step back. */
async function withClaim<T>(options: Pruning, work: (claimed: Claim) => Promise<T>): Promise<T | null> {
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

async function isSaving({ commonDirectory, writer }: Pruning, own: Claim): Promise<boolean> {
  const { claims } = checkpointPlaces(commonDirectory);
  const { live } = await readClaims({ claims, writer, own });
  return live.some(({ kind }) => kind === 'save');
}
