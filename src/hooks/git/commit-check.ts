import type { OverlapLevel, UncheckedReason } from '../../overlap/overlap.ts';
import type { Session } from '../../sessions/session.ts';
import type { AttributedFile, OverlapPicture } from '../../survey/overlap-picture.ts';
import type { Problem } from '../../errors.ts';
import type { ChangedThere } from './changed-there.ts';

/** What a commit meets in the other worktrees of its repository, as far as there was time to look. */
export type CommitCheck = {
  /** ISO time. */
  readonly takenAt: string;
  /** Path of the main worktree; of the repository itself when it is bare. */
  readonly root: string;
  /** Path of the worktree that the commit is made in. */
  readonly worktree: string;
  /** All of the repository, for their names. */
  readonly worktrees: OverlapPicture['worktrees'];
  /** How many files the commit changes. */
  readonly staged: number;
  /** What matters most first. Empty: nothing of this commit is changed elsewhere, as far as was looked. */
  readonly meetings: readonly CommitMeeting[];
  /** How many other worktrees were compared. */
  readonly looked: number;
  /** Paths of those that there was no time for. */
  readonly notLooked: readonly string[];
  /** Of those, the ones that were seen to have changed files of this commit too. Nothing was compared. */
  readonly changedThere: readonly ChangedThere[];
  /** The length of the time box, in milliseconds. */
  readonly timeout: number;
  /** The sessions that the meetings name by id; `null` when there was no time to read them. */
  readonly sessions: readonly Session[] | null;
  /** Worktrees that could not be read, and why. */
  readonly problems: readonly Problem[];
};

/** Another worktree that has changed files of this commit. */
export type CommitMeeting = {
  /** Path of the other worktree. */
  readonly worktree: string;
  readonly level: MetLevel;
  /** Why git could not merge the two; then only the names of the files are known. */
  readonly unchecked?: UncheckedReason;
  /** `a` is the commit, `b` the other worktree. */
  readonly files: readonly AttributedFile[];
};

/** What both already hold alike is no meeting. */
export type MetLevel = Exclude<OverlapLevel, 'same'>;

/** The highest level first. */
export const metLevels: readonly MetLevel[] = ['conflict', 'near', 'file'];

/** Whether a commit meets something of at least that level. */
export function reachesLevel({ meetings }: Pick<CommitCheck, 'meetings'>, lowest: MetLevel): boolean {
  return meetings.some(({ level }) => metLevels.indexOf(level) <= metLevels.indexOf(lowest));
}
