import type { Project, Survey } from '../survey/surveyed.ts';

/**
 * Gives the rows of a survey the order of the one before, so that nothing jumps under the reader's eyes: rows that were there
 * stay in their place, new ones come last.
 */
export function keepOrder(survey: Survey, before: Survey | null): Survey {
  if (before === null) return survey;
  const rank = new Map(
    before.projects.flatMap((project, index) => [
      [project.commonDirectory, index],
      ...project.worktrees.map((worktree, row): [string, number] => [worktree.path, row]),
    ]),
  );
  const place = (key: string) => rank.get(key) ?? Number.MAX_SAFE_INTEGER;
  return {
    ...survey,
    projects: survey.projects
      .map((project): Project => ({
        ...project,
        worktrees: project.worktrees.toSorted((a, b) => place(a.path) - place(b.path)),
      }))
      .toSorted((a, b) => place(a.commonDirectory) - place(b.commonDirectory)),
  };
}
