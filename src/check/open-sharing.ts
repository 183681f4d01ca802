import type { ReadFiles } from '../drift/read-files.ts';
import type { SharedFile } from '../overlap/shared-worktree.ts';
import { newestFirst } from '../sessions/compare.ts';
import type { Session } from '../sessions/session.ts';
import type { FileChange } from '../worktrees/file-change.ts';
import { isAtWork } from './surveyed-facts.ts';

/** How long a session must be over, in milliseconds, before nothing more is expected of it. */
const rest = 5 * 60 * 1000;

/**
 * Pure: whether a file that several sessions wrote in one worktree still needs somebody's eyes. Those who are not at work must have
 * ended more than five minutes ago. With one at work it needs none when that one has read or edited the file since they wrote it: its
 * client showed it their result. With none at work it needs none when nothing of it is left to be committed. What is not known counts
 * as open. `now` is an ISO time.
 */
export function isOpen(
  file: SharedFile,
  known: {
    readonly sessions: readonly Session[];
    readonly reads: ReadFiles;
    readonly now: string;
    /** Its own changes, of the worktree. */
    readonly changes: readonly FileChange[] | null;
  },
): boolean {
  const { sessions, reads, now, changes } = known;
  const living = file.writers.filter(({ id }) => sessions.some((session) => session.id === id && isAtWork(session)));
  if (living.length > 1) return true;
  const [left] = living;
  const isEnded = ({ id }: SharedFile['writers'][number]): boolean =>
    sessions.some((session) => session.id === id) &&
    sessions.every((session) => session.id !== id || isOver(session, now));
  const others = file.writers.filter(({ id }) => id !== left?.id);
  if (!others.every(isEnded)) return true;
  if (left === undefined) {
    const change = changes?.find(({ path }) => path === file.path);
    return changes === null || change?.staged === true || change?.unstaged === true || change?.untracked === true;
  }
  const readers = reads.get(file.worktree)?.get(file.path) ?? [];
  const looked = readers.find(({ id, grade }) => id === left.id && grade === 'certain')?.last ?? null;
  return !others.every(({ last }) => last !== null && looked !== null && looked > last);
}

function isOver({ status, lastActivity, since }: Session, now: string): boolean {
  const [last] = [lastActivity, since].toSorted(newestFirst);
  const isPast = last != null && Date.parse(last) + rest < Date.parse(now);
  return (status === 'finished' || status === 'crashed') && isPast;
}
