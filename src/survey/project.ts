import type { ConfiguredWeights } from '../check/codes.ts';
import { verdictOf } from '../check/surveyed-facts.ts';
import type { Problem } from '../errors.ts';
import { foldFinished } from './fold.ts';
import { mainRoot, type Kg, type OpenProject } from '../kg.ts';
import { sortRows, sortSessions } from './order.ts';
import type { RemovedWorktree } from './removed.ts';
import type { Session } from '../sessions/session.ts';
import { worktreeOverlap, type WorktreeOverlap } from '../overlap/worktree-overlap.ts';
import { noStore, surveyOverlaps, type ProjectOverlaps } from './overlaps.ts';
import { beginSnapshots } from './snapshots.ts';
import { readLatestCheckpoints, readSaved, type SavedCheckpoint } from './saved.ts';
import type { SurveyOptions } from '../survey.ts';
import type { Project, Surveyed } from './surveyed.ts';
import { openReadingMemory, type ReadingMemory } from '../worktrees/reading-memory.ts';
import { readWorktree, type WorktreeReading } from '../worktrees/reading.ts';
import { readStatuses } from '../worktrees/statuses.ts';
import { findTrunk, trunkProblem, type Trunk } from '../worktrees/trunk.ts';
import type { Worktree } from '../worktrees/worktree.ts';

export type ProjectToJoin = {
  readonly kg: Kg;
  readonly reading: ProjectReading;
  /** Sessions by the path of their worktree. */
  readonly byWorktree: ReadonlyMap<string, readonly Session[]>;
  readonly removed: readonly RemovedWorktree[];
  readonly options: SurveyOptions;
  /** Finished sessions older than this ISO time are folded. */
  readonly before: string;
};

/** What git says about one project and its worktrees. */
export type ProjectReading = {
  readonly project: OpenProject;
  readonly trunk: Trunk | null;
  readonly rows: readonly { readonly worktree: Worktree; readonly reading: WorktreeReading }[];
  /** `null` when they were not asked for, or could not be looked for: then a problem says why. */
  readonly overlaps: ProjectOverlaps | null;
  /** The last checkpoints, by the path of the worktree. */
  readonly saved: ReadonlyMap<string, SavedCheckpoint>;
  readonly problems: readonly Problem[];
};

/** Reads the worktrees of one project. */
export async function readProject(
  kg: Kg,
  project: OpenProject,
  { overlaps, only, begun }: Pick<SurveyOptions, 'overlaps' | 'only' | 'begun'>,
): Promise<ProjectReading> {
  const { git } = kg;
  const { repository, worktrees, config } = project;
  const snapshots = overlaps === null ? null : begun === undefined ? beginSnapshots(kg, project) : begun;
  const { commonDirectory } = repository;
  const checkpoints = readLatestCheckpoints(only === undefined ? worktrees : [], commonDirectory);
  // Git looks at the worktrees by now; the trunk does not stand in the queue behind a hundred of those looks.
  const finding = findTrunk({ git, repository, worktrees, configured: config.trunk });
  const memory = openMemory(kg, project, only);
  // A snapshot has asked git for the status already.
  const statuses = snapshots === null ? readStatuses({ git, worktrees }) : new Map<string, never>();
  const trunk = await finding;
  const reading = Promise.all(
    worktrees.map(async (worktree) => {
      const status = (await snapshots?.of(worktree))?.printed ?? (await statuses.get(worktree.path)) ?? null;
      return {
        worktree,
        reading: await readWorktree({ git, worktree, trunk, status, memory, stateOnly: only !== undefined }),
      };
    }),
  );
  // What is told of a worktree and where it collides both come from its snapshot, and not from each other.
  const [rows, found] = await Promise.all([
    reading.then(async (read) => {
      await memory?.save();
      return read;
    }),
    snapshots === null || overlaps === null
      ? null
      : surveyOverlaps(kg, { project, trunk, snapshots, comparison: overlaps }),
  ]);
  const { latest, problems } = await checkpoints;
  const saved = await readSaved({ git, commonDirectory, latest, rows, overlaps: found });
  const unlooked = overlaps !== null && found === null ? [noStore] : [];
  return { project, trunk, rows, overlaps: found, saved, problems: [...unlooked, ...problems] };
}

/** What git answered about each worktree by itself, where it is asked about that at all. */
function openMemory(
  { cache, env, home }: Kg,
  { repository: { commonDirectory } }: OpenProject,
  only: SurveyOptions['only'],
): ReadingMemory | null {
  return only === undefined ? openReadingMemory({ cache, commonDirectory, env, home }) : null;
}

/** Puts the sessions beside the worktrees that they are in. */
export function joinProject(asked: ProjectToJoin): {
  readonly project: Project;
  readonly problems: readonly Problem[];
} {
  const { kg, options } = asked;
  const { project, trunk, rows, overlaps, saved } = asked.reading;
  const { repository, worktrees, config } = project;
  const current = kg.project === project ? project.repository.topLevel : null;
  const compared = new Set(overlaps?.snapshots.map(({ worktree }) => worktree));
  const surveyed = rows.map(({ worktree, reading }): Surveyed => ({
    ...worktree,
    state: reading.state,
    current: worktree.path === current,
    distance: reading.distance,
    changes: reading.changes,
    files: reading.files,
    forkPoint: reading.forkPoint ?? null,
    saved: saved.get(worktree.path) ?? null,
    verdict: null,
    // One whose directory is gone, or that has none, collides with nobody as far as is known, and that is not "none".
    overlap:
      overlaps !== null && compared.has(worktree.path) ? worktreeOverlap(worktree.path, overlaps.overlaps) : unknown,
    ...sessionsOf(worktree, asked),
  }));
  const joined: Project = {
    root: mainRoot(worktrees, repository),
    commonDirectory: repository.commonDirectory,
    trunk: trunk?.name ?? null,
    worktrees: sortRows(surveyed, options.sort),
    removed: removedOf(asked),
    overlaps,
  };
  return {
    project: overlaps === null || options.only !== undefined ? joined : withVerdicts(joined, config.check.weights),
    problems: [
      trunkProblem(trunk, config.trunk) ?? [],
      asked.reading.problems,
      ...rows.flatMap(({ reading }) => reading.problems),
    ].flat(),
  };
}

function withVerdicts(project: Project, weights: ConfiguredWeights): Project {
  const worktrees = project.worktrees.map((worktree) => ({
    ...worktree,
    verdict: worktree.state === 'missing' ? null : verdictOf(project, worktree, weights),
  }));
  return { ...project, worktrees };
}

const unknown: WorktreeOverlap = { level: 'unknown', with: [] };

function sessionsOf({ path }: Worktree, { byWorktree, options, before }: ProjectToJoin) {
  const sessions = byWorktree.get(path) ?? [];
  const { shown, folded } = options.finished ? { shown: sessions, folded: 0 } : foldFinished(sessions, before);
  return { sessions: sortSessions(shown), folded };
}

function removedOf({ reading: { project }, removed, options, before }: ProjectToJoin) {
  return removed
    .filter((worktree) => worktree.commonDirectory === project.repository.commonDirectory)
    .map(({ path, sessions }) => ({
      path,
      sessions: sortSessions(options.finished ? sessions : foldFinished(sessions, before).shown),
    }))
    .filter(({ sessions }) => sessions.length > 0);
}
