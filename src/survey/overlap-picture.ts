import type { FileDiff } from '../overlap/diff.ts';
import type { OverlapFile, OverlapPair, Overlaps, Side } from '../overlap/overlap.ts';
import type { SharedFile } from '../overlap/shared-worktree.ts';
import type { Attribution } from '../overlap/who.ts';
import type { Session } from '../sessions/session.ts';
import type { Skipped } from '../worktrees/snapshot/types.ts';
import type { Worktree } from '../worktrees/worktree.ts';
import type { Semantics } from './overlap-semantics.ts';
import type { Verification } from '../verify/verify-merge.ts';

/** Where working changes collide, and whose they are: everything that `kg overlap` shows is rendered from it. */
export type OverlapPicture = {
  /** ISO time at which the reading began. */
  readonly takenAt: string;
  /** Path of the main worktree; of the repository itself when it is bare. */
  readonly root: string;
  /** Short name of the trunk; `null` when none could be found. */
  readonly trunk: string | null;
  /** What the worktrees were compared with instead of the trunk and each other. Then `overlaps.trunk` is about it. */
  readonly against?: string;
  /** All that were compared. */
  readonly worktrees: readonly Pick<Worktree, 'path' | 'branch' | 'head' | 'main' | 'state' | 'operation' | 'locked'>[];
  readonly overlaps: AttributedOverlaps;
  /** Files that two sessions wrote in one worktree, where git sees no two sides. */
  readonly shared: readonly SharedFile[];
  /** Paths whose content could not be compared. */
  readonly skipped: readonly SkippedPath[];
  /** The sessions that `overlaps` and `shared` name by id; others may be among them. */
  readonly sessions: readonly Session[];
  /** What the symbols of clean merges say; only where that was asked for. */
  readonly semantics?: Semantics;
  /** What the person's own check says of the merge of the one pair; only where that was asked for. */
  readonly verification?: Verification;
};

export type AttributedOverlaps = Omit<Overlaps, 'pairs' | 'trunk'> & {
  readonly pairs: readonly AttributedPair[];
  readonly trunk: readonly AttributedPair[];
};

export type AttributedPair = Omit<OverlapPair, 'files'> & { readonly files: readonly AttributedFile[] };

export type AttributedFile = Omit<OverlapFile, 'a' | 'b'> & {
  readonly a: AttributedSide | null;
  readonly b: AttributedSide | null;
};

/** A side with the sessions that made the change, the surest and newest first. Empty where none is known. */
export type AttributedSide = Side & { readonly sessions: readonly Attribution[] };

export type SkippedPath = Skipped & { readonly worktree: string };

/** Both sides of files of one pair, line by line. */
export type DiffedPair = { readonly a: string; readonly b: string; readonly files: readonly DiffedFile[] };

export type DiffedFile = {
  readonly path: string;
  /** `null` where it could not be read, or where there are no lines to compare. */
  readonly diff: FileDiff | null;
  /** Why there is none, for people. */
  readonly reason?: string;
};
