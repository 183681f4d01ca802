import type { Problem } from '../errors.ts';
import type { Grade } from '../overlap/who.ts';
import type { ReadGrade, Session } from '../sessions/session.ts';
import type { Worktree } from '../worktrees/worktree.ts';

/** Who works against code that another has changed: everything that `kg drift` shows is rendered from it. */
export type DriftPicture = {
  /** ISO time at which the reading began. */
  readonly takenAt: string;
  /** Path of the main worktree; of the repository itself when it is bare. */
  readonly root: string;
  readonly trunk: string | null;
  readonly worktrees: readonly Pick<Worktree, 'path' | 'branch' | 'head' | 'main' | 'state' | 'operation' | 'locked'>[];
  /** What a reader does not have first. */
  readonly drift: readonly Drift[];
  readonly moved: readonly TrunkMoved[];
  /** The sessions that `drift` names by id; others may be among them. */
  readonly sessions: readonly Session[];
  readonly problems: readonly Problem[];
};

/** A file that a session read in one worktree, and that another worktree, or the trunk, changed. */
export type Drift = {
  /** From the top of the worktree on, as the writer has it. */
  readonly path: string;
  /** The path before a rename by the writer. */
  readonly from?: string;
  readonly reader: { readonly worktree: string; readonly sessions: readonly DriftReader[] };
  readonly writer: Writer & { readonly sessions: readonly DriftWriter[] };
  /** The file itself was not read, but these were, which import declarations of it that changed. */
  readonly through?: readonly string[];
  readonly outcome: Outcome;
  /** Of `lacks`: a further part of the change is not committed. */
  readonly open?: true;
  /** How many commits of the writer touched the file; absent where it was not asked. */
  readonly commits?: number;
  /** Git would stop at this file, merging the two. */
  readonly conflict?: true;
  readonly symbols?: readonly DriftedSymbol[];
  readonly evidence: readonly DriftEvidence[];
};

/** A worktree by its path, or the trunk by its short name. */
export type Writer = { readonly worktree: string } | { readonly trunk: string };

export type DriftReader = { readonly id: string; readonly grade: ReadGrade; readonly last: string | null };
export type DriftWriter = { readonly id: string; readonly grade: Grade; readonly last: string | null };

/**
 * `has`: the reader's file holds the change, and its session has seen it. `lacks`: it is committed, and not in the reader's file.
 * `uncommitted`: the reader cannot have it yet. `read-before`: the file holds it, but the session last looked before.
 */
export type Outcome = (typeof outcomes)[number];

/** What needs doing first. */
export const outcomes = ['lacks', 'uncommitted', 'read-before', 'has'] as const;

/** A declaration whose contract the writer changed, and that the reader does not have in that form. */
export type DriftedSymbol = {
  /** A member is named with its type: `User.rename`. */
  readonly name: string;
  /** The contract as the reader has it, or knows it; `null` where there is none. */
  readonly was: string | null;
  /** As the writer has it. */
  readonly is: string | null;
  /** The name after, where the writer renamed it. */
  readonly to?: string;
  /**
   * `old`: the reader has what the writer began with. `diverged`: the reader changed it too, in another way. `moved`: the reader
   * has it where the writer began with it, and the writer has put it into another file.
   */
  readonly state: 'old' | 'diverged' | 'moved';
  /** The file that the writer has put it into: then `is` is its contract there. */
  readonly movedTo?: string;
  /** Lines that the reader changed itself and that use it. */
  readonly uses: readonly SymbolUse[];
};

export type SymbolUse = {
  readonly path: string;
  readonly line: number;
  readonly uncommitted: boolean;
  /** The line, without the blanks around it. */
  readonly text: string | null;
};

export type DriftEvidence = { readonly source: 'git' | 'transcript' | 'file'; readonly says: string };

/** How far the trunk moved on under one worktree, in files that matter to it and that it does not have. */
export type TrunkMoved = {
  readonly worktree: string;
  readonly trunk: string;
  /** Files that the worktree changed too. */
  readonly changed: number;
  /** Files that a session read there. */
  readonly read: number;
  /** Files at which git would stop. */
  readonly conflicts: number;
};
