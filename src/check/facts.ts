import type { Drift, TrunkMoved } from '../drift/drift.ts';
import type { OverlapLevel } from '../overlap/overlap.ts';
import type { Session } from '../sessions/session.ts';
import type { Operation } from '../worktrees/worktree.ts';
import type { SemanticFact } from './semantic-facts.ts';

/** All that the rules look at, of one worktree. Whatever was not looked for is empty. */
export type CheckFacts = {
  readonly worktree: string;
  readonly branch: string | null;
  /** Whether its branch is the trunk: that others are ahead of it is the way of things. */
  readonly onTrunk: boolean;
  readonly trunk: string | null;
  readonly operation: Operation | null;
  /** Commits on a detached HEAD that the trunk has not. */
  readonly detachedCommits: number;
  /** Sessions at work here whose process is alive. */
  readonly live: readonly Session[];
  readonly crashed: readonly Session[];
  /** What its changes have in common with those of other worktrees. */
  readonly overlaps: readonly OverlapFact[];
  /** What is wrong in clean merges with worktrees in which a session is at work, and with the trunk. */
  readonly semantic: readonly SemanticFact[];
  /** Paths at which git would stop, merging the trunk. */
  readonly trunkConflicts: readonly string[];
  /** Paths that several sessions changed here without knowing of each other. */
  readonly shared: readonly string[];
  /** Files that a live session here read and that somebody changed. */
  readonly drift: readonly Drift[];
  readonly moved: TrunkMoved | null;
  readonly outside: readonly OutsideFact[];
  readonly switched: readonly SwitchFact[];
  /** Live sessions that began in another worktree and were not led here by the client. */
  readonly resumed: readonly { readonly session: string; readonly from: string }[];
  /** Files written since the last checkpoint; `null` without a checkpoint. */
  readonly checkpoint: { readonly at: string; readonly filesSince: number } | null;
  /** What could not be read, in words. */
  readonly unread: readonly string[];
};

export type OverlapFact = {
  readonly with: string;
  /** Whether a session is at work there. */
  readonly isLive: boolean;
  readonly level: OverlapLevel;
  readonly paths: readonly string[];
};

/** A live session changed a file in a worktree that it does not work in. */
export type OutsideFact = {
  readonly session: string;
  /** Where it works, and where it wrote. */
  readonly home: string | null;
  readonly wrote: string;
  readonly paths: readonly string[];
};

/** HEAD was moved to another branch while a session ran, and not by a command of that session. */
export type SwitchFact = {
  readonly session: string;
  readonly from: string;
  readonly to: string;
  readonly at: string;
};
