import { compare } from '../sessions/compare.ts';
import type { Session, Status } from '../sessions/session.ts';

/** How the rows of a list may be sorted. */
export const sortOrders = ['need', 'activity', 'branch', 'path'] as const;
export type SortOrder = (typeof sortOrders)[number];

/** What a row must have to be sorted. */
export type Sortable = {
  readonly path: string;
  readonly branch: string | null;
  readonly sessions: readonly Session[];
};

/**
 * Sorts rows; equal ones keep the order in which git names them.
 * `need`: what waits for a person first, then what runs, then what rests. `activity`: the latest first.
 */
export function sortRows<Row extends Sortable>(rows: readonly Row[], order: SortOrder): Row[] {
  return rows.toSorted(comparisons[order]);
}

/** Sorts behind every branch name. */
const noBranch = '\uFFFF';

const comparisons: Readonly<Record<SortOrder, (a: Sortable, b: Sortable) => number>> = {
  need: (a, b) => need(a) - need(b),
  activity: (a, b) => compare(latest(b), latest(a)),
  branch: (a, b) => compare(a.branch ?? noBranch, b.branch ?? noBranch),
  path: (a, b) => compare(a.path, b.path),
};

/** Sorts the sessions of one worktree: what needs a person first, then the latest. */
export function sortSessions(sessions: readonly Session[]): Session[] {
  return sessions.toSorted((a, b) => rank[a.status] - rank[b.status] || compare(activity(b), activity(a)));
}

const rank: Readonly<Record<Status, number>> = {
  waiting: 0,
  crashed: 1,
  active: 2,
  idle: 3,
  unknown: 4,
  finished: 5,
};
const none = 6;

function need(row: Sortable): number {
  return Math.min(none, ...row.sessions.map((session) => rank[session.status]));
}

function latest(row: Sortable): string {
  return row.sessions.reduce((newest, session) => (activity(session) > newest ? activity(session) : newest), '');
}

function activity(session: Session): string {
  return session.lastActivity ?? session.since ?? '';
}
