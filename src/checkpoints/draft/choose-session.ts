import { newestFirst } from '../../sessions/compare.ts';
import type { Session } from '../../sessions/session.ts';

/** The session that a checkpoint is about, and the others that are live beside it. */
export type ChosenSession = { readonly session: Session | null; readonly others: readonly Session[] };

/**
 * Takes the live session, else the one that was last at work; of several live ones the one that waits for a person or is at
 * work, and of these the newest. A subagent is somebody's hand, so it is taken only where nobody else is.
 */
export function chooseSession(sessions: readonly Session[]): ChosenSession {
  const ranked = sessions.toSorted(
    (a, b) => rank(a) - rank(b) || newestFirst(a.lastActivity ?? a.since, b.lastActivity ?? b.since),
  );
  const [session = null, ...rest] = ranked;
  return { session, others: rest.filter(isLive) };
}

/** Whether a process of it runs, or (of a background job) is waited for. */
export function isLive({ pid, status }: Session): boolean {
  return pid !== undefined || status === 'active' || status === 'waiting' || status === 'idle';
}

function rank(session: Session): number {
  const hand = session.kind === 'subagent' ? 3 : 0;
  if (!isLive(session)) return hand + 2;
  return hand + (session.status === 'idle' || session.status === 'unknown' ? 1 : 0);
}
