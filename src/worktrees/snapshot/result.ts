import type { Problem } from '../../errors.ts';
import type { Status } from '../../git/status.ts';
import type { Made } from './commit.ts';
import type { Plan } from './plan.ts';
import type { Skipped, SkipReason, Snapshot } from './types.ts';
import type { Worktree } from '../worktree.ts';

/** What was seen of a worktree, whether a commit could be made of it or not. */
export type Observed = {
  readonly worktree: Worktree;
  readonly status: Status;
  readonly printed: Buffer;
  readonly plan: Plan;
  readonly mergeHeads: readonly string[];
};

export function snapshotOf(
  { worktree, status, printed, plan, mergeHeads }: Observed,
  { commit, tree, skipped, edits = null, reason, fresh }: Made & { readonly fresh: boolean },
): Snapshot {
  const problems = [
    ...(reason === undefined || status.head === null ? [] : [failure(worktree, reason)]),
    ...partial(worktree, skipped),
  ];
  return {
    worktree: worktree.path,
    kind: commit === null ? 'paths' : 'exact',
    commit,
    tree,
    head: status.head,
    mergeHeads,
    edits: commit === status.head ? [] : edits,
    ...(worktree.operation === undefined ? {} : { operation: worktree.operation }),
    uncommitted: new Set([...status.tracked.map(({ path }) => path), ...plan.untracked]),
    untracked: new Set(plan.untracked),
    unmerged: new Set(status.tracked.filter(({ unmerged }) => unmerged).map(({ path }) => path)),
    skipped,
    status,
    printed,
    ...(reason === undefined ? {} : { reason }),
    problems,
    fresh,
  };
}

/** A snapshot of a worktree of which nothing is known. That its directory is gone or that it is bare is no problem of its own. */
export function failedSnapshot(worktree: Worktree, reason: string): Snapshot {
  return {
    worktree: worktree.path,
    kind: 'paths',
    commit: null,
    tree: null,
    head: worktree.head,
    mergeHeads: [],
    edits: null,
    ...(worktree.operation === undefined ? {} : { operation: worktree.operation }),
    uncommitted: new Set(),
    untracked: new Set(),
    unmerged: new Set(),
    skipped: [],
    status: null,
    reason,
    problems: worktree.state === 'missing' || worktree.state === 'bare' ? [] : [failure(worktree, reason)],
    fresh: true,
  };
}

function failure(worktree: Worktree, message: string): Problem {
  return { code: 'SNAPSHOT_FAILED', message, worktree: worktree.path };
}

function partial(worktree: Worktree, skipped: readonly Skipped[]): readonly Problem[] {
  const counts = Object.entries(words).flatMap(([reason, word]) => {
    const count = skipped.filter((one) => one.reason === reason).length;
    return count === 0 ? [] : [{ count, text: `${count} ${word}` }];
  });
  if (counts.length === 0) return [];
  const total = counts.reduce((sum, { count }) => sum + count, 0);
  const what =
    total === 1 ? '1 file is compared by its name alone' : `${total} files are compared by their names alone`;
  const message = `${what}: ${counts.map(({ text }) => text).join(', ')}`;
  return [{ code: 'SNAPSHOT_PARTIAL', message, worktree: worktree.path }];
}

/** A merge that waits and repositories inside of a worktree are as they should be. */
const words: Readonly<Partial<Record<SkipReason, string>>> = {
  'too-large': 'too large',
  'too-many': 'beyond the number of untracked files that are read',
  unreadable: 'not readable',
  'filter-failed': 'refused by git or a clean filter',
};
