import type { Session } from '../sessions/session.ts';

/** A session as it stands in every answer. */
export function sessionJson(session: Session) {
  const { id, name, task, kind, status, waitingFor, note, since, cwd, lastActivity, lastAction, pid } = session;
  return {
    id,
    name,
    task,
    kind,
    status,
    ...(waitingFor === undefined ? {} : { waitingFor }),
    ...(note === undefined ? {} : { note }),
    since,
    cwd,
    lastActivity,
    lastAction,
    ...(pid === undefined ? {} : { pid }),
    evidence: session.evidence.map(({ source, says }) => ({ source, says })),
  };
}
