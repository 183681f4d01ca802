import type { Problem } from '../errors.ts';
import type { Grade } from '../overlap/who.ts';
import type { ReadGrade, Session } from '../sessions/session.ts';
import type { Worktree } from '../worktrees/worktree.ts';

/** Who edited or read the files that were asked about: everything that `kg who` shows is rendered from it. */
export type WhoAnswer = {
  /** ISO time at which the reading began. */
  readonly takenAt: string;
  /** Path of the main worktree; of the repository itself when it is bare. */
  readonly root: string;
  readonly trunk: string | null;
  readonly query: string;
  /** The declaration that was asked for: then only changes of its lines are told. */
  readonly symbol?: string;
  /** The paths that are meant, from the top of a worktree on. */
  readonly paths: readonly string[];
  readonly worktrees: readonly Pick<Worktree, 'path' | 'branch' | 'head' | 'main' | 'state' | 'operation' | 'locked'>[];
  /** By path, and of one path what is open first. */
  readonly touches: readonly Touch[];
  /** The sessions that `touches` name by id; others may be among them. */
  readonly sessions: readonly Session[];
  readonly problems: readonly Problem[];
};

/** What happened to one file in one worktree, or that somebody only read it. */
export type Touch = {
  readonly path: string;
  /** The path before a rename. */
  readonly from?: string;
  readonly worktree: string;
  readonly how: How;
  /** `null` when it could not be told. */
  readonly state: TouchState | null;
  /** Whether a part of an uncommitted change is committed already. */
  readonly partly?: true;
  /** Surest and newest first. Empty: nobody's records tell of it, so it was a person or another program. */
  readonly sessions: readonly Toucher[];
  /** The lines that the working state has changed since the fork point, counted from 1, both ends included. */
  readonly lines?: readonly (readonly [number, number])[];
  /** Newest first. */
  readonly commits?: readonly string[];
};

export type How = 'edited' | 'created' | 'deleted' | 'renamed' | 'read';

/**
 * `reverted`: touched, and nothing is left of it. `ignored`: git does not look at the file, so nothing more can be told.
 * `read`: only looked at.
 */
export type TouchState = 'uncommitted' | 'committed' | 'reverted' | 'ignored' | 'read';

export type Toucher = {
  readonly id: string;
  readonly grade: Grade | ReadGrade;
  readonly first: string | null;
  readonly last: string | null;
};
