import type { Verdict } from '../check/verdict.ts';
import type { Problem } from '../errors.ts';
import type { WorktreeOverlap } from '../overlap/worktree-overlap.ts';
import type { Session } from '../sessions/session.ts';
import type { FileChange } from '../worktrees/file-change.ts';
import type { Changes, Distance, Worktree } from '../worktrees/worktree.ts';
import type { ProjectOverlaps } from './overlaps.ts';
import type { SavedCheckpoint } from './saved.ts';

/**
 * The picture of one moment: what git and Claude Code's files say, joined. Everything that kg shows is rendered from it.
 * A field that is `null` was asked for and could not be determined; a problem says why.
 */
export type Survey = {
  /** ISO time at which the survey began. */
  readonly takenAt: string;
  /** Finished sessions older than this ISO time are folded away; `null` when none are. */
  readonly foldedBefore: string | null;
  readonly projects: readonly Project[];
  /** Sessions in no repository, or whose directory is gone. Only in a survey of all projects. */
  readonly elsewhere: readonly Elsewhere[];
  /** Every session that was read, wherever it works. */
  readonly sessions: readonly Session[];
  readonly problems: readonly Problem[];
};

/** One repository with all its worktrees. */
export type Project = {
  /** Path of the main worktree; of the repository itself when it is bare. */
  readonly root: string;
  readonly commonDirectory: string;
  /** Short name of the trunk; `null` when none could be found. */
  readonly trunk: string | null;
  /** The worktrees in the order in which they are shown. */
  readonly worktrees: readonly Surveyed[];
  /** Sessions of this project whose worktree is no longer registered. */
  readonly removed: readonly Removed[];
  /** Where its worktrees collide; `null` when that was not asked for, or could not be looked for. */
  readonly overlaps: ProjectOverlaps | null;
};

/** A worktree with all that was read of it. */
export type Surveyed = Worktree & {
  /** The worktree that kg was started in. */
  readonly current: boolean;
  readonly distance: Distance | null;
  readonly changes: Changes | null;
  /** The files of `changes`, one by one. */
  readonly files: readonly FileChange[] | null;
  /** The commit that the own changes are measured from. */
  readonly forkPoint: string | null;
  /** The worst overlap with another worktree. */
  readonly overlap: WorktreeOverlap;
  /** The last checkpoint; `null` when nothing was saved. */
  readonly saved: SavedCheckpoint | null;
  /** Whether it is safe to go on, as far as this survey tells: what sessions read is asked by `kg check` alone. */
  readonly verdict: Verdict | null;
  readonly sessions: readonly Session[];
  /** How many finished sessions are folded away because they are old. */
  readonly folded: number;
};

export type Removed = {
  readonly path: string;
  readonly sessions: readonly Session[];
};

export type Elsewhere = {
  readonly cwd: string | null;
  readonly gone: boolean;
  readonly sessions: readonly Session[];
};
