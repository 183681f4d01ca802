import type { Problem } from '../../errors.ts';
import type { Project, Surveyed } from '../../survey/surveyed.ts';
import { unread } from '../list/changes-cell.ts';
import type { Cell } from '../list/cell.ts';
import type { Column } from '../columns.ts';
import type { Role } from '../style.ts';

/** Whether overlaps were looked for: where nothing is known and nothing failed, nobody asked. */
export function overlapsMeasured(projects: readonly Project[], problems: readonly Problem[]): boolean {
  const known = projects.some(({ worktrees }) => worktrees.some(({ overlap }) => overlap.level !== 'unknown'));
  return known || problems.some(({ code }) => code === 'OVERLAPS_UNKNOWN');
}

/** From this width on it is worth the room of another column to say with whom. */
const wide = 120;

/** The column; with names in it, which lose their middle before the column is dropped. */
export function overlapColumn(columns: number | null): Column {
  const room = columns !== null && columns >= wide ? { min: 24, max: 30 } : {};
  return { key: 'overlap', name: 'Overlap', drop: 3, ...room };
}

/** The worst overlap of a worktree ("conflict"), and with whom where there is room. Nothing to merge by hand is blank. */
export function overlapCell(
  { state, overlap }: Surveyed,
  { columns, name }: { readonly columns: number | null; readonly name: (path: string) => string },
): Cell {
  const { level, with: others } = overlap;
  if (level === 'unknown') return { spans: unread(state) };
  const told = cellWords[level];
  if (told === null) return { spans: [] };
  const word = told.role === undefined ? { text: told.word } : { text: told.word, role: told.role };
  const [first, ...more] = others;
  if (first === undefined || (columns !== null && columns < wide)) return { spans: [word] };
  return {
    spans: [
      word,
      { text: ` ${told.joint}` },
      { text: name(first), give: 'middle' },
      { text: more.length === 0 ? '' : ` +${more.length}` },
    ],
  };
}

/** Pairs of worktrees that conflict, each counted once. */
export function conflictingPairs({ worktrees }: Project): number {
  const pairs = worktrees
    .filter(({ overlap }) => overlap.level === 'conflict')
    .flatMap(({ path, overlap }) => overlap.with.map((other) => [path, other].toSorted().join('\n')));
  return new Set(pairs).size;
}

type CellWords = { readonly word: string; readonly joint: string; readonly role?: Role };

const cellWords: Readonly<Record<Exclude<Surveyed['overlap']['level'], 'unknown'>, CellWords | null>> = {
  conflict: { word: 'conflict', joint: 'with ', role: 'failure' },
  near: { word: 'near', joint: '', role: 'warning' },
  file: { word: 'same file', joint: 'as ' },
  same: null,
  none: null,
};
