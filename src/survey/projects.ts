import { openProject, type Kg, type OpenProject } from '../kg.ts';
import type { SessionsReading } from '../sessions/read.ts';
import { findCheckout } from './find-checkout.ts';

/**
 * Opens every project there is to see: the one that the person stands in, those of the config, and every repository that a
 * session of Claude Code names as its directory. Nothing has to be registered anywhere.
 */
export async function openProjects(kg: Kg, reading: SessionsReading): Promise<readonly OpenProject[]> {
  const named = [
    ...kg.config.projects,
    ...reading.sessions.flatMap((session) => [session.cwd ?? [], session.originalCwd ?? []].flat()),
  ];
  const roots = new Set<string>();
  // So that git is asked once per checkout and not once per session.
  for (const root of await Promise.all([...new Set(named)].map(findCheckout))) {
    if (root !== null) roots.add(root);
  }
  const projects: OpenProject[] = kg.project === null ? [] : [kg.project];
  for (const root of roots) {
    if (projects.some((project) => project.worktrees.some((worktree) => worktree.path === root))) continue;
    const project = await openProject({ ...kg, directory: root }).catch(() => null);
    if (project !== null && !isOpen(project, projects)) projects.push(project);
  }
  return projects;
}

function isOpen(project: OpenProject, projects: readonly OpenProject[]): boolean {
  return projects.some((other) => other.repository.commonDirectory === project.repository.commonDirectory);
}
