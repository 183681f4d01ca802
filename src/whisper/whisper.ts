import type { OverlapKind, OverlapLevel } from '../overlap/overlap.ts';
import type { Session } from '../sessions/session.ts';
import type { FileChange } from '../worktrees/file-change.ts';

/** What a session should know of one file before, or just after, it changes it: who else has changed it. */
export type Whisper = {
  /** From the top of the worktree on. */
  readonly path: string;
  /** The most urgent first. Never empty. */
  readonly others: readonly OtherChange[];
};

/** What somebody else did to the file. */
export type OtherChange = {
  /** `worktree`: in another worktree. `here`: another running session, in the same one. */
  readonly where: 'worktree' | 'here';
  readonly worktree: string;
  readonly branch: string | null;
  /** The path on that side, where it is another one. */
  readonly as?: string;
  readonly change: FileChange['change'] | null;
  /** Where that change is by now; `null` when that was not looked at. */
  readonly state: 'committed' | 'uncommitted' | 'both' | null;
  /** Lines of that side's working file, counted from 1; empty where there are none to tell. */
  readonly lines: readonly (readonly [number, number])[];
  /** How the lines of the edit that is about to be made lie to those lines; `null`: not known. */
  readonly edit: 'meets' | 'near' | 'apart' | null;
  readonly verdict: Verdict;
  readonly kind?: OverlapKind;
  /** Who made the change, the surest and newest first. Empty where no session is known to have. */
  readonly sessions: readonly Pick<Session, 'id' | 'name' | 'task' | 'status'>[];
  /** When it was last changed there, ISO; `null`: not known. */
  readonly at: string | null;
  /** Names the content: another one is another change. */
  readonly content: string;
};

/**
 * What git says of the file as both sides stand now, before the edit. `alone`: only the other side has changed it.
 * `not compared`: nobody could, or there was no time.
 */
export type Verdict = Exclude<OverlapLevel, 'same'> | 'alone' | 'not compared';

/** The text that an edit is about to replace. `all`: wherever it stands. `whole`: the whole file is written anew. */
export type PendingEdit =
  | { readonly kind: 'replace'; readonly before: string; readonly after: string; readonly all: boolean }
  | { readonly kind: 'whole' };

/** A file that is about to be, or was just, changed. */
export type TouchedFile = { readonly path: string; readonly edit: PendingEdit | null };
