import type { Project, Survey, Surveyed } from '../survey/surveyed.ts';
import type { Model } from './model.ts';

/** The survey with the worktrees that the filter lets through; `null` before the first. */
export function visibleSurvey({ survey, filter }: Model): Survey | null {
  if (survey === null || filter === '') return survey;
  const words = filter.toLowerCase().split(/\s+/u);
  const projects = survey.projects.map((project) => ({
    ...project,
    worktrees: project.worktrees.filter((worktree) => says(textOf(worktree), words)),
    removed: project.removed.filter(({ path }) => says(path, words)),
  }));
  return { ...survey, projects: projects.filter((project) => pathsOf(project).length > 0) };
}

/** The worktrees that the cursor can be on, from top to bottom. */
export function visiblePaths(model: Model): readonly string[] {
  return visibleSurvey(model)?.projects.flatMap(pathsOf) ?? [];
}

function pathsOf({ worktrees, removed }: Pick<Project, 'worktrees' | 'removed'>): readonly string[] {
  return [...worktrees, ...removed].map(({ path }) => path);
}

function says(text: string, words: readonly string[]): boolean {
  const lower = text.toLowerCase();
  return words.every((word) => lower.includes(word));
}

function textOf({ path, branch, overlap, sessions }: Surveyed): string {
  const told = sessions.flatMap(({ name, task, status, lastAction }) => [name, task, status, lastAction]);
  return [path, branch, overlap.level, ...told].join('\n');
}
