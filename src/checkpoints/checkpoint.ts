import type { Problem } from '../errors.ts';
import type { OverlapKind, OverlapLevel } from '../overlap/overlap.ts';
import type { SessionKind, Status } from '../sessions/session.ts';
import type { Operation } from '../worktrees/worktree.ts';
import type { SavedCode } from './code/saved-code.ts';

/**
 * Where a session stood at one moment, as a stranger would need it to carry on: facts from transcript and git, each with its
 * source. What no source says is absent. Times are ISO strings in UTC, paths of files are relative to the worktree.
 * All free text has been through the secret filter and is bounded. This is the content of `checkpoint.json`.
 */
export type Checkpoint = {
  readonly schema: 1;
  /** Sorts by time: `20261122T194501123Z-4f9a2c`. */
  readonly id: string;
  readonly at: string;
  /** Who asked for it: a person at a prompt, or a hook. */
  readonly by: 'person' | 'hook';
  /** Of a hook of Claude Code: what happened to the session just then, in the client's own word. */
  readonly event?: SessionEvent;
  /** Absolute. */
  readonly worktree: string;
  /** Tells a linked worktree from a later one of the same name; absent for the main worktree. */
  readonly life?: string;
  readonly branch: string | null;
  readonly head: string | null;
  readonly trunk: string | null;
  readonly forkPoint: string | null;
  readonly operation?: Operation;
  /** The session that the statements are about: the live one, else the one that was last at work here. */
  readonly session: CheckpointSession | null;
  /** Other sessions that are live in the same worktree. */
  readonly others?: readonly CheckpointSession[];
  readonly goal: readonly Statement[];
  readonly lastAsk: Statement | null;
  readonly done: Done;
  readonly inFlight: InFlight | null;
  readonly next: readonly Statement[];
  readonly blockers: readonly Blocker[];
  /** The last command that looks like a test run. */
  readonly tests: CommandRun | null;
  /** Other commands worth knowing, newest first. */
  readonly commands: readonly CommandRun[];
  readonly overlaps: readonly SavedOverlap[] | null;
  readonly drift: readonly SavedDrift[] | null;
  /** What the person said when saving. */
  readonly note?: string;
  /** Written by a model that the person asked; never a fact. */
  readonly summary?: Summary;
  /** The code of that moment; `null` when it could not be saved, and a problem says why. */
  readonly code: SavedCode | null;
  readonly problems: readonly Problem[];
};

/** The turn has ended; what was said is about to be summed up and forgotten; the session ends. */
export type SessionEvent = 'Stop' | 'PreCompact' | 'SessionEnd';

/** One thing that a source says. */
export type Statement = {
  readonly text: string;
  readonly source: StatementSource;
  readonly at?: string;
};

export type StatementSource =
  | 'session name'
  | 'session title'
  | 'first prompt'
  | 'last prompt'
  | 'task list'
  | 'plan'
  | 'note'
  | 'job';

export type CheckpointSession = {
  readonly id: string;
  readonly name: string | null;
  readonly kind: SessionKind;
  readonly status: Status;
  readonly waitingFor?: string;
  readonly lastActivity: string | null;
  readonly lastAction: string | null;
  readonly configDirectory: string;
  readonly transcript: string | null;
  /** The command that gets back in, whole. */
  readonly resume: string | null;
};

/** Commits, newest first. `total` counts all; the lists are bounded. */
export type Done = {
  readonly sinceFork: { readonly total: number; readonly commits: readonly SavedCommit[] } | null;
  /** Absent on the first checkpoint, and where the previous head is no ancestor any more. */
  readonly sincePrevious?: {
    readonly checkpoint: string;
    readonly total: number;
    readonly commits: readonly SavedCommit[];
  };
};

export type SavedCommit = { readonly oid: string; readonly at: string; readonly subject: string };

/** Uncommitted files. `total` counts all, `files` holds at most forty of them. */
export type InFlight = {
  readonly total: number;
  readonly added: number;
  readonly deleted: number;
  readonly files: readonly {
    readonly path: string;
    readonly change: 'modified' | 'added' | 'deleted' | 'renamed' | 'type' | 'untracked' | 'unmerged';
    /** Lines; `null` where there are none to count. */
    readonly added: number | null;
    readonly deleted: number | null;
  }[];
};

export type Blocker = {
  readonly kind: 'permission' | 'question' | 'dialog' | 'api-error' | 'limit' | 'conflict' | 'operation' | 'crash';
  readonly text: string;
  readonly source: 'registry' | 'transcript' | 'git' | 'job';
  readonly at?: string;
};

/** A shell command that the session ran. Its output is never kept. */
export type CommandRun = {
  readonly command: string;
  /** When it ended, else when it was called. */
  readonly at: string | null;
  /** Of the whole line; `null` when the transcript does not tell. */
  readonly exit: number | null;
  readonly outcome: 'passed' | 'failed' | 'interrupted' | 'running' | 'unknown';
  /** Why the exit of the line is not that of its tests: they were piped into something, or stand among other commands. */
  readonly doubt?: 'piped' | 'several commands';
  /** Files of the worktree changed after it ended, so it may not hold any more. */
  readonly stale?: boolean;
};

export type SavedOverlap = {
  /** Path of the other worktree, or the trunk's name. */
  readonly with: string;
  readonly branch: string | null;
  readonly level: OverlapLevel;
  /** Highest level first, bounded; `total` counts all. */
  readonly files: readonly { readonly path: string; readonly level: OverlapLevel; readonly kind?: OverlapKind }[];
  readonly total: number;
};

export type SavedDrift = {
  readonly path: string;
  /** Path of the worktree that changed it, or the trunk's name. */
  readonly writer: string;
  readonly outcome: 'has' | 'lacks' | 'uncommitted' | 'read-before';
};

export type Summary = {
  readonly text: string;
  readonly at: string;
  readonly model: string | null;
  /** US dollars, as the client states them; `null` when it does not. */
  readonly cost: number | null;
};
