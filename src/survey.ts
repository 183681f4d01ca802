import type { Kg } from './kg.ts';
import type { SortOrder } from './survey/order.ts';
import type { Elsewhere, Survey } from './survey/surveyed.ts';
import { openProjects } from './survey/projects.ts';
import { splitRemoved } from './survey/removed.ts';
import { claudeDirectories } from './sessions/directories.ts';
import { pairSessions } from './sessions/pair.ts';
import { openProcesses } from './sessions/processes/processes.ts';
import { readSessions, type SessionsOptions, type SessionsReading } from './sessions/read.ts';
import type { Session } from './sessions/session.ts';
import { missingPaths, realPaths } from './survey/standing.ts';
import type { Comparison } from './survey/overlaps.ts';
import type { Snapshots } from './survey/snapshots.ts';
import { joinProject, readProject, type ProjectReading } from './survey/project.ts';

export type SurveyOptions = {
  /** `project`: the one that the person stands in. `all`: every project that Claude Code or the config knows. */
  readonly scope: 'project' | 'all';
  readonly sort: SortOrder;
  /** Show finished sessions however old they are. */
  readonly finished: boolean;
  /** Look for overlaps between the worktrees of each project; `null`: do not. */
  readonly overlaps: Comparison | null;
  /** What `beginSnapshots` has begun of the one project, for its overlaps. */
  readonly begun?: Snapshots | null;
  /** Also tell what sessions read: `recent` ones, as far as their writes are told, or `all` there are, with their writes. */
  readonly reads?: 'recent' | 'all';
  /** Leave out what is told of each worktree by itself: its distance, changes, checkpoint and verdict are `null` then. */
  readonly only?: 'overlaps';
  /** Told of all sessions as soon as they are read, when git has yet to answer. */
  readonly onSessions?: (sessions: readonly Session[]) => void;
};

/** Reads everything once: worktrees, their changes and their sessions, side by side. Writes nothing but kg's own cache. */
export async function survey(kg: Kg, options: SurveyOptions): Promise<Survey> {
  const takenAt = kg.now();
  const before = new Date(takenAt.getTime() - kg.config.list.finishedAfter).toISOString();
  const { reads } = options;
  const reading = readAllSessions(kg, takenAt, {
    writesSince: reads === 'all' ? '' : before,
    reads: reads !== undefined,
  });
  if (options.onSessions !== undefined) void reading.then((read) => options.onSessions?.(read.sessions), ignored);
  const [{ sessions, problems }, readings] = await Promise.all([reading, readProjects(kg, options, reading)]);

  const projects = readings.map(({ project }) => project);
  const places = realPaths(projects.flatMap((project) => project.worktrees.map((worktree) => worktree.path)));
  const gone = await missingPaths(sessions.flatMap((session) => session.cwd ?? []));
  const { staying, removed } = splitRemoved({ sessions, gone, projects });
  const { byWorktree, rest } = pairSessions({ sessions: staying, worktrees: places });

  const surveyed = readings.map((one) => joinProject({ kg, reading: one, byWorktree, removed, options, before }));
  return {
    takenAt: takenAt.toISOString(),
    foldedBefore: options.finished ? null : before,
    projects: surveyed.map((one) => one.project),
    sessions,
    elsewhere: options.scope === 'all' ? groupElsewhere(rest, gone) : [],
    problems: [...kg.problems, ...problems, ...surveyed.flatMap((one) => one.problems)],
  };
}

/** The one project is read beside its sessions; which ones all are, the sessions must tell first. */
async function readProjects(
  kg: Kg,
  { scope, ...asked }: SurveyOptions,
  reading: Promise<SessionsReading>,
): Promise<readonly ProjectReading[]> {
  const projects = scope === 'all' ? await openProjects(kg, await reading) : [kg.project].filter((p) => p !== null);
  return Promise.all(projects.map((project) => readProject(kg, project, asked)));
}

/** Sessions of every Claude Code config directory there is. */
function readAllSessions(
  kg: Kg,
  now: Date,
  asked: Pick<SessionsOptions, 'writesSince' | 'reads'>,
): Promise<SessionsReading> {
  return readSessions({
    directories: claudeDirectories({ env: kg.env, home: kg.home, configured: kg.config.claude.directories }),
    processes: openProcesses({ platform: kg.platform }),
    now,
    cacheDirectory: kg.cache,
    ...asked,
  });
}

function groupElsewhere(sessions: readonly Session[], gone: ReadonlySet<string>): Elsewhere[] {
  const groups = Map.groupBy(sessions, (session) => session.cwd);
  return [...groups].map(([cwd, group]) => ({ cwd, gone: cwd !== null && gone.has(cwd), sessions: group }));
}

/** Whoever awaits the same promise hears of it. */
function ignored(): void {}
