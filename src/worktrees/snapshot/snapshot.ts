import { availableParallelism } from 'node:os';
import { gitFailureLine } from '../../git/failure.ts';
import { isText } from '../../git/path.ts';
import { isFileSystemError } from '../file-error.ts';
import { commitSnapshot } from './commit.ts';
import { indexIdentity } from './index-copy.ts';
import { beginIndexLook } from './index-look.ts';
import { isLasting, readRemembered, saveRemembered } from './memory.ts';
import { observe, type Seen } from './observe.ts';
import { failedSnapshot, snapshotOf } from './result.ts';
import { openRun, type Run } from './run.ts';
import type { Snapshot, SnapshotOptions } from './types.ts';
import { hasObject } from '../store/objects.ts';
import { worktreeName, type Store } from '../store/store.ts';

export type { Snapshot, SnapshotOptions } from './types.ts';

/**
 * Takes a snapshot of a worktree's working state, as exactly as git would commit it, and writes nothing but the store.
 *
 * One git process when nothing has changed since the last one; three when something has: `status`, `cat-file` for what HEAD has
 * around the changes, and `update-index` for what lies on disk. No index of the size of the repository is written for it. A file
 * that cannot be taken is left out and listed; a worktree that cannot be read is a snapshot without a commit, never an exception.
 */
export async function takeSnapshot(options: SnapshotOptions): Promise<Snapshot> {
  const { worktree } = options;
  if (worktree.state === 'missing') return failedSnapshot(worktree, 'The directory of this worktree is gone');
  if (worktree.state === 'bare') return failedSnapshot(worktree, 'A bare repository has no files checked out');
  if (!isText(worktree.path)) return failedSnapshot(worktree, 'The path of this worktree is not valid UTF-8');
  const { gitDirectory } = worktree;
  if (gitDirectory === null) {
    return failedSnapshot(worktree, 'The .git file of this worktree is gone or names another repository');
  }
  try {
    const known = await fromPrinted({ ...options, gitDirectory });
    if (known !== null) return known;
  } catch (error) {
    if (!isFileSystemError(error)) throw error;
    // Something went away while it was looked at: the private index is asked, which tells what.
  }
  let cold = options.rebuild ?? false;
  for (let tries = 1; ; tries += 1) {
    try {
      const again = { ...options, gitDirectory, cold, look: tries === 1 && !cold ? options.look : undefined };
      const { snapshot, identity } = await options.store.inTurn(() => attempt(again));
      // Git has put another index there meanwhile (a commit, a checkout), so the files may be of before and after.
      if (!snapshot.fresh || tries > 1 || identity === indexIdentity(gitDirectory)) return snapshot;
    } catch (error) {
      const reason = gitFailureLine(error) ?? (isFileSystemError(error) ? error.message : null);
      if (reason === null) throw error;
      if (cold || tries > 1) return failedSnapshot(worktree, reason);
      cold = true;
    }
  }
}

type Attempt = SnapshotOptions & { readonly gitDirectory: string; readonly cold: boolean };
type Attempted = { readonly snapshot: Snapshot; readonly identity: string };

async function attempt(options: Attempt): Promise<Attempted> {
  const run = options.look?.run ?? openRun(options.store);
  try {
    return await look({ ...options, run });
  } finally {
    run.remove();
  }
}

async function look(options: Attempt & { readonly run: Run }): Promise<Attempted> {
  const { store, run, worktree, gitDirectory, cold } = options;
  const id = worktreeName(worktree);
  // What was asked already needs no second look: a small worktree gains little by an index that stays warm.
  const given = cold || options.look !== undefined ? null : ((await options.printed) ?? null);
  const { printed, identity } =
    given === null
      ? await (
          options.look ??
          beginIndexLook(
            { ...options, worktree: { path: worktree.path, gitDirectory }, crowded: isCrowded(options) },
            run,
          )
        ).seen
      : { printed: given, identity: indexIdentity(gitDirectory) };
  const seen = await observe({ ...options, printed });
  const known = cold || given !== null ? null : recall({ store, id, seen });
  if (known !== null) return { snapshot: known, identity };
  const { status, plan } = seen.observed;
  options.onStaging?.([...status.tracked.map(({ path }) => path), ...plan.untracked]);
  const made = await commitSnapshot({ ...options, status, plan, mergeHeads: seen.observed.mergeHeads });
  const { commit, tree, skipped, edits } = made;
  if (commit !== null && tree !== null && isLasting(seen.looks, run.begun)) {
    await saveRemembered(store, id, { key: seen.key, commit, tree, skipped, ...(edits && { edits }) });
  }
  return { snapshot: snapshotOf(seen.observed, { ...made, fresh: true }), identity };
}

function isCrowded({ worktrees }: SnapshotOptions): boolean {
  return worktrees.length >= availableParallelism();
}

/**
 * The snapshot of the state that git printed, where no index of our own is needed for it: nothing differs from HEAD, or the state
 * is the one that is remembered. `null` when it is another one.
 */
async function fromPrinted(options: SnapshotOptions & { readonly gitDirectory: string }): Promise<Snapshot | null> {
  const printed = (await options.printed) ?? null;
  if (printed === null || options.rebuild === true) return null;
  const { store, worktree } = options;
  const id = worktreeName(worktree);
  const seen = await observe({ ...options, printed });
  const known = recall({ store, id, seen });
  if (known !== null) return known;
  const { status, plan } = seen.observed;
  const { head } = status;
  const untouched = status.tracked.length === 0 && plan.untracked.length === 0 && seen.observed.mergeHeads.length === 0;
  const own = head !== null && untouched ? (await options.heads?.())?.get(head) : undefined;
  if (head === null || own === undefined) return null;
  const made = { commit: head, tree: own.tree, skipped: plan.skipped };
  await saveRemembered(store, id, { key: seen.key, ...made });
  return snapshotOf(seen.observed, { ...made, fresh: true });
}

function recall({
  store,
  id,
  seen,
}: {
  readonly store: Store;
  readonly id: string;
  readonly seen: Seen;
}): Snapshot | null {
  const remembered = readRemembered(store, id);
  if (remembered === null || remembered.key !== seen.key) return null;
  const isThere = remembered.commit === seen.observed.status.head || hasObject(store, remembered.commit);
  return isThere ? snapshotOf(seen.observed, { ...remembered, fresh: false }) : null;
}
