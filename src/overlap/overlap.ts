import type { Problem } from '../errors.ts';
import type { FileClass } from './file-class.ts';

/** Where the working states of worktrees collide, as git would decide. */
export type Overlaps = {
  /** Pairs of worktrees with an exact answer, those that have nothing in common included. */
  readonly checked: number;
  /** Pairs that git could not merge. What they share by path is in `pairs` all the same. */
  readonly unchecked: readonly Unchecked[];
  /** Pairs with something in common, the highest level first. `a` comes before `b` in the order of their paths. */
  readonly pairs: readonly OverlapPair[];
  /** Worktrees against the trunk, whose name is `b`. Only those with something in common. */
  readonly trunk: readonly OverlapPair[];
  readonly problems: readonly Problem[];
};

export type Unchecked = { readonly a: string; readonly b: string } & Doubt;

/** Why there is no exact answer, and what git said. */
export type Doubt = { readonly reason: UncheckedReason; readonly detail?: string };

/**
 * `unrelated`: no commit in common. `shallow`: none as far as a shallow clone reaches. `missing objects`: not in this partial
 * clone, and nothing is fetched. `no snapshot`: the working state could only be listed, not stored.
 * `old git`: git is older than 2.39. `failed`: git gave up on this merge.
 */
export type UncheckedReason = 'unrelated' | 'shallow' | 'missing objects' | 'no snapshot' | 'old git' | 'failed';

export type OverlapPair = {
  /** Path of a worktree. */
  readonly a: string;
  /** Path of a worktree, or the name of what `a` is compared with. */
  readonly b: string;
  /** The highest of its files, those that only came in through the trunk left out. */
  readonly level: OverlapLevel;
  /** The worktree whose `.gitattributes` were applied: the one that would receive the merge. `null` when nothing was merged. */
  readonly receiver: string | null;
  readonly files: readonly OverlapFile[];
  /** Those of both that are in the middle of a merge. */
  readonly merging?: readonly string[];
};

/**
 * `conflict`: git would stop. `near`: merges, with at most three unchanged lines between a change of one and one of the other.
 * `file`: the same file, far apart. `same`: both already hold the same content.
 */
export type OverlapLevel = 'conflict' | 'near' | 'file' | 'same';

/** The levels, the highest first. */
export const overlapLevels: readonly OverlapLevel[] = ['conflict', 'near', 'file', 'same'];

export type OverlapKind =
  | 'content'
  | 'add/add'
  | 'modify/delete'
  | 'rename/rename'
  | 'rename/delete'
  | 'rename/add'
  | 'directory rename'
  | 'file/directory'
  | 'distinct types'
  | 'mode'
  | 'binary'
  | 'submodule'
  | 'other';

export type OverlapFile = {
  /** A path that at least one side has, or both had. */
  readonly path: string;
  /** Other paths of the same conflict: the other ends of renames. */
  readonly also?: readonly string[];
  readonly level: OverlapLevel;
  /** Only of conflicts. */
  readonly kind?: OverlapKind;
  readonly class: FileClass;
  /** A merge driver of the person's config that would decide in a real merge, and was not run. */
  readonly driver?: string;
  /** The conflict is with what the side without own change there, or with a change far away, inherited from the trunk. */
  readonly viaTrunk?: boolean;
  /** The path on `b` where it differs from `path` only in case or Unicode form: one file where the file system folds them. */
  readonly twin?: string;
  readonly note?: OverlapNote;
  readonly a: Side | null;
  readonly b: Side | null;
};

/**
 * `line endings`: one side changed the ends of nearly all lines. `not compared`: on one side the content is not in the
 * snapshot, so no merge knows it.
 */
export type OverlapNote = 'line endings' | 'not compared';

/** What one side did to the file. */
export type Side = {
  readonly change: 'modified' | 'added' | 'deleted' | 'renamed' | 'type';
  readonly from?: string;
  /** The path on this side, where it is not the one of the file. */
  readonly path?: string;
  /**
   * Counted from 1, both ends included, in that side's working file; a removal is the line before it. In a conflict and in
   * `near` the lines that meet the other side's, else all that this side changed. Empty where there are no lines to tell.
   */
  readonly lines: readonly (readonly [number, number])[];
  readonly uncommitted: boolean;
};
