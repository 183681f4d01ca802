import { basename } from 'node:path';
import { attentionOf, type Attention, type AttentionRow } from './attention.ts';
import type { State } from './attention/need.ts';
import type { Status } from './sessions/session.ts';
import type { Survey } from './survey/surveyed.ts';

/** What a prompt or a status bar needs of a survey: small, so that it is read in one go. */
export type Glance = {
  readonly schema: 1;
  readonly takenAt: string;
  /** Folder name of the project; `null` for a survey of several. */
  readonly project: string | null;
  /** How many sessions stand where; only those that there are. A session counts once, however many worktrees it writes to. */
  readonly counts: Readonly<Partial<Record<Status, number>>>;
  /** How many sessions wait for a person or crashed. */
  readonly needs: number;
  /** The most urgent state of any session. */
  readonly worst: State;
  /** ISO time since when the longest waiting session waits. */
  readonly waitingSince: string | null;
  /** Pairs of worktrees that conflict; `null` when overlaps were not looked for. */
  readonly conflicts: number | null;
  /** The sessions that are not finished, the most urgent first; of many the first only. */
  readonly sessions: readonly GlanceSession[];
  /** How many more there are. */
  readonly more?: number;
};

export type GlanceSession = {
  /** Folder name of the project; `null` outside of any. */
  readonly project: string | null;
  /** Path of the worktree; `null` where it works in none. */
  readonly worktree: string | null;
  readonly branch: string | null;
  readonly status: Status;
  readonly waitingFor?: string;
  /** Its name, else what it works on. */
  readonly name: string | null;
  readonly since: string | null;
  /** Its worktree conflicts with another. */
  readonly conflict: boolean;
};

const mostSessions = 40;

/** Boils a survey down to a glance. */
export function glance(survey: Survey): Glance {
  const { takenAt, counts, needs, worst, waitingSince, conflicts, groups } = attentionOf(survey);
  const [only, ...others] = survey.projects;
  const open = groups.flatMap(({ project, rows }) =>
    rows.filter(({ session }) => session.status !== 'finished').map((row) => ({ project, row })),
  );
  return {
    schema: 1,
    takenAt,
    project: only === undefined || others.length > 0 ? null : basename(only.root),
    counts: countsOf(counts),
    needs,
    worst,
    waitingSince,
    conflicts,
    sessions: open.slice(0, mostSessions).map(({ project, row }) => sessionOf(project, row)),
    ...(open.length > mostSessions ? { more: open.length - mostSessions } : {}),
  };
}

function countsOf(counts: Attention['counts']): Glance['counts'] {
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));
}

function sessionOf(project: Attention['groups'][number]['project'], row: AttentionRow): GlanceSession {
  const { session, worktree, overlap } = row;
  return {
    project: project === null ? null : basename(project.root),
    worktree: worktree?.path ?? null,
    branch: worktree?.branch ?? null,
    status: session.status,
    ...(session.waitingFor === undefined ? {} : { waitingFor: session.waitingFor }),
    name: session.name ?? session.task,
    since: session.since ?? session.lastActivity,
    conflict: overlap.level === 'conflict',
  };
}
