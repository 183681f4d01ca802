import type { Problem } from './errors.ts';
import type { Session } from './sessions/session.ts';
import type { Changes, Distance, Worktree } from './worktrees/worktree.ts';

/**
 * The picture of one moment: what git and Claude Code's files say, joined. Everything that kg shows is rendered from it.
 * A field that is `null` was asked for and could not be determined; a problem says why.
 */
export type Survey = {
  /** ISO time at which the survey began. */
  readonly takenAt: string;
  readonly projects: readonly Project[];
  /** Sessions in no repository, or whose directory is gone. Only in a survey of all projects. */
  readonly elsewhere: readonly Elsewhere[];
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
};

/** A worktree with all that was read of it. */
export type Surveyed = Worktree & {
  /** The worktree that kg was started in. */
  readonly current: boolean;
  readonly distance: Distance | null;
  readonly changes: Changes | null;
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
