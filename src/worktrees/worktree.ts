/**
 * One worktree as git registers it, and where it stands. All paths are absolute and as git prints them.
 */
export type Worktree = {
  readonly path: string;
  /** Short branch name. During a rebase: the branch being rebased. `null` when detached or bare. */
  readonly branch: string | null;
  /** Object id of HEAD; `null` for an unborn branch, a bare entry or an unreadable worktree. */
  readonly head: string | null;
  readonly main: boolean;
  readonly state: WorktreeState;
  /** The worktree's own git directory (`<common>/worktrees/<id>`, or the common directory); `null` when it cannot be found. */
  readonly gitDirectory: string | null;
  /** Reason of the lock; the empty string when locked without one. Absent when not locked. */
  readonly locked?: string;
  /** Git's own reason why `git worktree prune` would remove the entry. */
  readonly prunable?: string;
  /** The operation that is parked in this worktree, waiting to be continued or aborted. */
  readonly operation?: Operation;
};

/**
 * `missing`: registered, but the directory is gone. `bare`: the repository itself, with no files checked out.
 * `unreadable`: the directory is there but git or the file system refused; a problem in the survey says why.
 */
export type WorktreeState = 'ok' | 'missing' | 'bare' | 'unreadable';

export type Operation = 'rebase' | 'merge' | 'cherry-pick' | 'revert' | 'bisect';

/**
 * A worktree's own changes: the difference from its fork point to its working state.
 * `added` and `deleted` are lines; `files`, `uncommitted` (staged or not, tracked) and `untracked` are counts of paths.
 */
export type Changes = {
  readonly files: number;
  readonly added: number;
  readonly deleted: number;
  readonly uncommitted: number;
  readonly untracked: number;
};

/** How far HEAD is from the trunk, in commits. */
export type Distance = {
  readonly ahead: number;
  readonly behind: number;
};
