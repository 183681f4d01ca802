import { access } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { openProject, type Kg, type OpenProject } from '../kg.ts';
import type { SessionsReading } from '../sessions/read.ts';

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

/** The nearest directory upwards that holds a `.git`, so that git is asked once per checkout and not once per session. */
async function findCheckout(directory: string): Promise<string | null> {
  for (let here = directory; ; here = dirname(here)) {
    const found = await access(join(here, '.git')).then(
      () => true,
      () => false,
    );
    if (found) return here;
    if (dirname(here) === here) return null;
  }
}

function isOpen(project: OpenProject, projects: readonly OpenProject[]): boolean {
  return projects.some((other) => other.repository.commonDirectory === project.repository.commonDirectory);
}
