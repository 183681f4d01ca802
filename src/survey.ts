import type { Verdict } from './check/judge.ts';
import type { Problem } from './errors.ts';
import type { Kg } from './kg.ts';
import type { SortOrder } from './survey/order.ts';
import type { WorktreeOverlap } from './overlap/worktree-overlap.ts';
import { openProjects } from './survey/projects.ts';
import { splitRemoved } from './survey/removed.ts';
import { claudeDirectories } from './sessions/directories.ts';
import { pairSessions } from './sessions/pair.ts';
import { openProcesses } from './sessions/processes/processes.ts';
import { readSessions, type SessionsOptions, type SessionsReading } from './sessions/read.ts';
import type { Session } from './sessions/session.ts';
import { missingPaths, realPaths } from './survey/standing.ts';
import type { Comparison, ProjectOverlaps } from './survey/overlaps.ts';
import { joinProject, readProject, type ProjectReading } from './survey/project.ts';
import type { SavedCheckpoint } from './survey/saved.ts';
import type { FileChange } from './worktrees/file-change.ts';
import type { Changes, Distance, Worktree } from './worktrees/worktree.ts';

/**
 * The picture of one moment: what git and Claude Code's files say, joined. Everything that kg shows is rendered from it.
 * A field that is `null` was asked for and could not be determined; a problem says why.
 */
export type Survey = {
  /** ISO time at which the survey began. */
  readonly takenAt: string;
  /** Finished sessions older than this ISO time are folded away; `null` when none are. */
  readonly foldedBefore: string | null;
  readonly projects: readonly Project[];
  /** Sessions in no repository, or whose directory is gone. Only in a survey of all projects. */
  readonly elsewhere: readonly Elsewhere[];
  /** Every session that was read, wherever it works. */
  readonly sessions: readonly Session[];
  readonly problems: readonly Problem[];
};

/** One repository with all its worktrees. */
export type Project = {
  /** Path of the main worktree; of the repository itself when it is bare. */
  readonly root: string;
  readonly commonDirectory: string;
  /** Short name of the trunk; `null` when none could be found. */
  readonly trunk: string | null;
  /** The worktrees in the order in which they are shown. */
  readonly worktrees: readonly Surveyed[];
  /** Sessions of this project whose worktree is no longer registered. */
  readonly removed: readonly Removed[];
  /** Where its worktrees collide; `null` when that was not asked for, or could not be looked for. */
  readonly overlaps: ProjectOverlaps | null;
};

/** A worktree with all that was read of it. */
export type Surveyed = Worktree & {
  /** The worktree that kg was started in. */
  readonly current: boolean;
  readonly distance: Distance | null;
  readonly changes: Changes | null;
  /** The files of `changes`, one by one. */
  readonly files: readonly FileChange[] | null;
  /** The commit that the own changes are measured from. */
  readonly forkPoint: string | null;
  /** The worst overlap with another worktree. */
  readonly overlap: WorktreeOverlap;
  /** The last checkpoint; `null` when nothing was saved. */
  readonly saved: SavedCheckpoint | null;
  /** Whether it is safe to go on, as far as this survey tells: what sessions read is asked by `kg check` alone. */
  readonly verdict: Verdict | null;
  readonly sessions: readonly Session[];
  /** How many finished sessions are folded away because they are old. */
  readonly folded: number;
};

export type Removed = {
  readonly path: string;
  readonly sessions: readonly Session[];
};

export type Elsewhere = {
  readonly cwd: string | null;
  readonly gone: boolean;
  readonly sessions: readonly Session[];
};

export type SurveyOptions = {
  /** `project`: the one that the person stands in. `all`: every project that Claude Code or the config knows. */
  readonly scope: 'project' | 'all';
  readonly sort: SortOrder;
  /** Show finished sessions however old they are. */
  readonly finished: boolean;
  /** Look for overlaps between the worktrees of each project; `null`: do not. */
  readonly overlaps: Comparison | null;
  /** Also tell what sessions read: `recent` ones, as far as their writes are told, or `all` there are, with their writes. */
  readonly reads?: 'recent' | 'all';
  /** Leave out what is told of each worktree by itself: its distance, changes, checkpoint and verdict are `null` then. */
  readonly only?: 'overlaps';
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
  const [{ sessions, problems }, readings] = await Promise.all([reading, readProjects(kg, options, reading)]);

  const projects = readings.map(({ project }) => project);
  const places = await realPaths(projects.flatMap((project) => project.worktrees.map((worktree) => worktree.path)));
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
