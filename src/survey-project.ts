import type { Problem } from './errors.ts';
import { foldFinished } from './fold.ts';
import { mainRoot, type Kg, type OpenProject } from './kg.ts';
import { sortRows, sortSessions } from './order.ts';
import type { RemovedWorktree } from './removed.ts';
import type { Session } from './sessions/session.ts';
import type { Project, Surveyed, SurveyOptions } from './survey.ts';
import { readWorktree } from './worktrees/reading.ts';
import { findTrunk, trunkProblem } from './worktrees/trunk.ts';
import type { Worktree } from './worktrees/worktree.ts';

export type ProjectToSurvey = {
  readonly kg: Kg;
  readonly project: OpenProject;
  /** Sessions by the path of their worktree. */
  readonly byWorktree: ReadonlyMap<string, readonly Session[]>;
  readonly removed: readonly RemovedWorktree[];
  readonly options: SurveyOptions;
  /** Finished sessions older than this ISO time are folded. */
  readonly before: string;
};

/** Reads the worktrees of one project and puts their sessions beside them. */
export async function surveyProject(
  asked: ProjectToSurvey,
): Promise<{ readonly project: Project; readonly problems: readonly Problem[] }> {
  const { kg, project, options } = asked;
  const { repository, worktrees, config } = project;
  const trunk = await findTrunk({ git: kg.git, repository, worktrees, configured: config.trunk });
  const rows = await Promise.all(
    worktrees.map(async (worktree) => ({
      worktree,
      reading: await readWorktree({ git: kg.git, worktree, trunk }),
    })),
  );
  const current = kg.project === project ? project.repository.topLevel : null;
  const surveyed = rows.map(({ worktree, reading }): Surveyed => ({
    ...worktree,
    state: reading.state,
    current: worktree.path === current,
    distance: reading.distance,
    changes: reading.changes,
    files: reading.files,
    forkPoint: reading.forkPoint ?? null,
    ...sessionsOf(worktree, asked),
  }));
  return {
    project: {
      root: mainRoot(worktrees, repository),
      commonDirectory: repository.commonDirectory,
      trunk: trunk?.name ?? null,
      worktrees: sortRows(surveyed, options.sort),
      removed: removedOf(asked),
    },
    problems: [trunkProblem(trunk, config.trunk) ?? [], ...rows.flatMap(({ reading }) => reading.problems)].flat(),
  };
}

function sessionsOf({ path }: Worktree, { byWorktree, options, before }: ProjectToSurvey) {
  const sessions = byWorktree.get(path) ?? [];
  const { shown, folded } = options.finished ? { shown: sessions, folded: 0 } : foldFinished(sessions, before);
  return { sessions: sortSessions(shown), folded };
}

function removedOf({ project, removed, options, before }: ProjectToSurvey) {
  return removed
    .filter((worktree) => worktree.commonDirectory === project.repository.commonDirectory)
    .map(({ path, sessions }) => ({
      path,
      sessions: sortSessions(options.finished ? sessions : foldFinished(sessions, before).shown),
    }))
    .filter(({ sessions }) => sessions.length > 0);
}
