import { resolve } from 'node:path';
import type { Kg } from './kg.ts';
import { readLastList } from './last-list.ts';
import { selectWorktree } from './select.ts';
import type { Project } from './survey/surveyed.ts';

/** The paths of the worktrees that selectors mean, in their order. Throws as `selectWorktree`. */
export async function selectWorktrees(
  kg: Kg,
  { worktrees, commonDirectory }: Project,
  selectors: readonly string[],
): Promise<readonly string[]> {
  if (selectors.length === 0) return [];
  const lastList = readLastList(kg.cache, commonDirectory);
  return selectors.map((selector) =>
    selectWorktree({ rows: worktrees, lastList, selector, resolve: (path) => resolve(kg.directory, path) }),
  );
}
