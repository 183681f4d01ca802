import { basename } from 'node:path';
import type { Session, Status } from './sessions/session.ts';
import type { Survey } from './survey.ts';

/** What a prompt or a status bar needs of a survey: small, so that it is read in one go. */
export type Glance = {
  readonly schema: 1;
  readonly takenAt: string;
  /** Folder name of the project; `null` for a survey of several. */
  readonly project: string | null;
  /** How many sessions stand where. A session counts once, however many worktrees it writes to. */
  readonly counts: Readonly<Partial<Record<Status, number>>>;
};

/** Boils a survey down to a glance. */
export function glance(survey: Survey): Glance {
  const sessions = new Map<string, Session>();
  for (const project of survey.projects) {
    for (const { sessions: here } of project.worktrees) for (const session of here) sessions.set(session.id, session);
  }
  const counts: Partial<Record<Status, number>> = {};
  for (const { status } of sessions.values()) counts[status] = (counts[status] ?? 0) + 1;
  const [only, ...others] = survey.projects;
  return {
    schema: 1,
    takenAt: survey.takenAt,
    project: only === undefined || others.length > 0 ? null : basename(only.root),
    counts,
  };
}
