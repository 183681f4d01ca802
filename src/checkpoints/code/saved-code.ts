import type { SkipReason } from '../../worktrees/snapshot/types.ts';

/**
 * The code of a worktree at one moment, as objects in the private object directory of the checkpoints. No ref points to them,
 * and nothing of the repository's own object store is needed for the files that the worktree had touched.
 */
export type SavedCode = {
  /** The working state as one commit, with HEAD (and what was being merged) as parents. */
  readonly commit: string;
  readonly tree: string;
  /** Id of the tree with all that was left out in it, to compare by; the object itself is not kept. Absent where it is `tree`. */
  readonly whole?: string;
  /** The index as it was staged; `null` where it could not be written (unmerged entries) or is the same as the tree. */
  readonly staged: string | null;
  /** HEAD first; none on an unborn branch. */
  readonly parents: readonly string[];
  /** Every path of the worktree's own changes (from the fork point to the working state), sorted by path. */
  readonly files: readonly SavedFile[];
  /** Own changes beyond the bound of `files`. */
  readonly more?: number;
  /** Files whose content was left out on purpose or could not be taken. Ignored files are never taken and not listed. */
  readonly skipped: readonly { readonly path: string; readonly reason: SavedSkip }[];
};

export type SavedFile = {
  readonly path: string;
  readonly change: 'modified' | 'added' | 'deleted' | 'renamed' | 'type' | 'untracked' | 'unmerged';
  readonly from?: string;
  /** Git's file mode in octal (`100644`), and object ids; `null` where that side has no such file. */
  readonly mode: string | null;
  readonly base: string | null;
  readonly now: string | null;
};

/** `secret`: the name is on the skip list. `filtered`: a clean filter manages it, so its content may be meant to stay out. */
export type SavedSkip = SkipReason | 'secret' | 'filtered';
