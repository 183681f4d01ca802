import type { ReadFiles } from '../drift/read-files.ts';
import type { SharedFile } from '../overlap/shared-worktree.ts';
import { newestFirst } from '../sessions/compare.ts';
import type { Session } from '../sessions/session.ts';
import { isAtWork } from './surveyed-facts.ts';

/** How long a session must be over, in milliseconds, before nothing more is expected of it. */
const rest = 5 * 60 * 1000;

/**
 * Pure: whether a file that several sessions wrote in one worktree still needs somebody's eyes. It does not when a single one of them
 * is at work, the others have ended more than five minutes ago, and that one has read or edited the file since they wrote it: its
 * client showed it their result. What is not known counts as open. `now` is an ISO time.
 */
export function isOpen(
  file: SharedFile,
  { sessions, reads, now }: { readonly sessions: readonly Session[]; readonly reads: ReadFiles; readonly now: string },
): boolean {
  const living = file.writers.filter(({ id }) => sessions.some((session) => session.id === id && isAtWork(session)));
  const [left] = living;
  if (left === undefined || living.length > 1) return true;
  const readers = reads.get(file.worktree)?.get(file.path) ?? [];
  const looked = readers.find(({ id, grade }) => id === left.id && grade === 'certain')?.last ?? null;
  const isSettled = ({ id, last }: SharedFile['writers'][number]): boolean =>
    sessions.some((session) => session.id === id) &&
    sessions.every((session) => session.id !== id || isOver(session, now)) &&
    last !== null &&
    looked !== null &&
    looked > last;
  return !file.writers.every((writer) => writer.id === left.id || isSettled(writer));
}

function isOver({ status, lastActivity, since }: Session, now: string): boolean {
  const [last] = [lastActivity, since].toSorted(newestFirst);
  const isPast = last != null && Date.parse(last) + rest < Date.parse(now);
  return (status === 'finished' || status === 'crashed') && isPast;
}
