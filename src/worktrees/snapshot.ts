import { gitFailureLine } from '../git/failure.ts';
import { isText } from '../git/path.ts';
import { parseNested, parseStatus, statusArgs } from '../git/status.ts';
import { commonDirectory } from './common-files.ts';
import { fairShare } from './fair-share.ts';
import { isFileSystemError } from './file-error.ts';
import { commitSnapshot } from './snapshot-commit.ts';
import { findMarked, readMergeHeads } from './snapshot-conflicts.ts';
import { copyIndex, indexIdentity, type PrivateIndex } from './snapshot-index.ts';
import { lookAt } from './snapshot-look.ts';
import { isLasting, readRemembered, saveRemembered, settingsStamp, snapshotKey } from './snapshot-memory.ts';
import { ownUntracked, planSnapshot } from './snapshot-plan.ts';
import { failedSnapshot, snapshotOf, type Observed } from './snapshot-result.ts';
import type { Snapshot, SnapshotLimits, SnapshotOptions } from './snapshot-types.ts';
import { worktreeName } from './store.ts';
import { hasObject } from './store-commit.ts';

export type { Snapshot, SnapshotLimits, SnapshotOptions } from './snapshot-types.ts';

export const defaultLimits: SnapshotLimits = {
  untrackedBytes: 1024 * 1024,
  untrackedFiles: 5000,
  untrackedTotal: 64 * 1024 * 1024,
};

/**
 * Takes a snapshot of a worktree's working state, as exactly as git would commit it, and writes nothing but the store.
 *
 * One git process when nothing has changed since the last one or nothing differs from HEAD; three when something has
 * (`status`, `update-index`, `write-tree`), four in the middle of a merge, and one more for the date of HEAD unless `heads`
 * has it. A file that cannot be taken is left out and listed; a worktree that cannot be read is a snapshot without a commit,
 * never an exception.
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
  let cold = options.rebuild ?? false;
  for (let tries = 1; ; tries += 1) {
    try {
      const again = { ...options, gitDirectory, cold };
      const { snapshot, identity } = await options.store.inTurn(() => attempt(again));
      // Git has put another index there meanwhile (a commit, a checkout), so the files may be of before and after.
      if (!snapshot.fresh || tries > 1 || identity === (await indexIdentity(gitDirectory))) return snapshot;
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
  const { store, worktree, gitDirectory, cold } = options;
  const id = worktreeName(worktree);
  const index = await copyIndex({ store, id, directory: worktree.path, gitDirectory, cold });
  try {
    return { snapshot: await fromIndex({ ...options, id, index }), identity: index.identity };
  } finally {
    await index.remove();
  }
}

async function fromIndex(options: Attempt & { readonly id: string; readonly index: PrivateIndex }): Promise<Snapshot> {
  const { git, store, worktree, gitDirectory, id, index } = options;
  const directory = worktree.path;
  const env = { ...index.env, GIT_OPTIONAL_LOCKS: '1' };
  const [answer, remembered, settings, mergeHeads] = await Promise.all([
    git.run({ cwd: directory, env, args: statusArgs }),
    options.cold ? null : readRemembered(store, id),
    settingsStamp(commonDirectory({ main: worktree.main, gitDirectory })),
    readMergeHeads(gitDirectory),
  ]);
  await index.keep();
  const status = parseStatus(answer.stdout);
  const nested = parseNested(answer.stdout);
  const limits = { ...defaultLimits, ...options.limits };
  const worktrees = insideOf(directory, options.worktrees);
  const changed = status.tracked.filter(({ unstaged }) => unstaged).map(({ path }) => path);
  const untracked = fairShare(ownUntracked(status, worktrees), limits.untrackedFiles);
  const looks = await lookAt(directory, [...changed, ...untracked]);
  const rest = [settings, JSON.stringify(limits), ...worktrees];
  const key = snapshotKey({ status: answer.stdout, parents: mergeHeads, looks, rest });
  const marked = await findMarked(directory, status, looks);
  const plan = planSnapshot({ status, nested, worktrees, looks, marked, limits });
  const observed: Observed = { worktree, status, printed: answer.stdout, plan };
  if (remembered?.key === key && (remembered.commit === status.head || (await hasObject(store, remembered.commit)))) {
    return snapshotOf(observed, { ...remembered, fresh: false });
  }
  const made = await commitSnapshot({ ...options, status, plan, mergeHeads });
  if (made.commit !== null && made.tree !== null && isLasting(looks, index.begun)) {
    await saveRemembered(store, id, { key, commit: made.commit, tree: made.tree, skipped: made.skipped });
  }
  return snapshotOf(observed, { ...made, fresh: true });
}

/** Paths of the worktrees inside of a directory, relative to it. */
function insideOf(directory: string, worktrees: readonly string[]): readonly string[] {
  const prefix = `${directory}/`;
  return worktrees.filter((path) => path.startsWith(prefix)).map((path) => path.slice(prefix.length));
}
