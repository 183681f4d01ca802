import { join } from 'node:path';
import type { Session } from '../sessions/session.ts';
import type { Survey } from '../survey/surveyed.ts';

/**
 * The places whose change can change a survey: the registry and job folders of Claude Code, the git metadata of each
 * worktree (its HEAD, index and parked operations lie directly in its git directory), the folder that registers worktrees,
 * and the transcripts of sessions that are not over. Directories are watched without what lies deeper, so that the number
 * of watches is a few per worktree and never one per file of the repository.
 */
export function placesToWatch(survey: Survey, claudeDirectories: readonly string[]): string[] {
  const running = allSessions(survey).filter(({ status }) => status !== 'finished' && status !== 'crashed');
  return [
    ...urgentPlaces(claudeDirectories),
    ...survey.projects.flatMap((project) => [
      project.commonDirectory,
      join(project.commonDirectory, 'worktrees'),
      join(project.commonDirectory, 'refs', 'heads'),
      ...project.worktrees.flatMap((worktree) => worktree.gitDirectory ?? []),
    ]),
    ...running.flatMap((session) => session.transcript ?? []),
  ];
}

/** Where sessions say how they stand: the registry and the jobs of each Claude Code config directory. */
export function urgentPlaces(claudeDirectories: readonly string[]): string[] {
  return claudeDirectories.flatMap((directory) => [join(directory, 'sessions'), join(directory, 'jobs')]);
}

/** The processes that the sessions of a survey run in. */
export function pidsToWatch(survey: Survey): number[] {
  return [...new Set(allSessions(survey).flatMap(({ pid }) => pid ?? []))];
}

/** Those of projects, of worktrees that are gone, and of no repository at all. */
function allSessions({ projects, elsewhere }: Survey): readonly Session[] {
  const places = [...projects.flatMap(({ worktrees, removed }) => [...worktrees, ...removed]), ...elsewhere];
  return places.flatMap(({ sessions }) => sessions);
}
