import type { Verdict } from '../../check/verdict.ts';
import type { Project, Surveyed } from '../../survey/surveyed.ts';
import { cell, type Cell } from './cell.ts';
import type { Role } from '../style.ts';

/** Whether there is a word to read in the column: where all is clear, it would only take room. */
export function anyVerdict(projects: readonly Project[]): boolean {
  return projects.some(({ worktrees }) => worktrees.some(({ verdict }) => verdict !== null && verdict !== 'clear'));
}

/** Whether it is safe to go on there, in one word. */
export function verdictCell({ verdict }: Surveyed): Cell {
  return verdict === null ? cell('') : cell(verdict, roles[verdict]);
}

const roles: Readonly<Record<Verdict, Role>> = {
  clear: 'dim',
  caution: 'warning',
  unknown: 'warning',
  stop: 'failure',
};
