import type { Project, Surveyed } from '../../survey/surveyed.ts';
import { age } from '../age.ts';
import { cell, type Cell } from './cell.ts';
import { counted } from '../counted.ts';

/** Whether there is anything to show in the column: who saves no checkpoints shall not look at an empty one. */
export function anySaved(projects: readonly Project[]): boolean {
  return projects.some(({ worktrees }) => worktrees.some(({ saved }) => saved !== null));
}

/** How long ago the worktree was saved, and how many of its files have changed since: "2h, 3 files since". */
export function savedCell(
  { saved }: Surveyed,
  { now, columns }: { readonly now: Date; readonly columns: number | null },
): Cell {
  if (saved === null) return cell('');
  const { checkpoint, filesSince } = saved;
  const when = age(checkpoint.at, now);
  if (filesSince === null || filesSince === 0) return cell(when);
  const since = counted(filesSince, 'file');
  return cell(columns !== null && columns < wide ? `${when}, ${since}` : `${when}, ${since} since`);
}

/** From this width on there is room for the word that says what the files are. */
const wide = 120;
