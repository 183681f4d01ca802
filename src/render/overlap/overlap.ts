import type { OverlapPicture } from '../../survey/overlap-picture.ts';
import type { OverlapLevel } from '../../overlap/overlap.ts';
import { layOut } from '../columns.ts';
import type { Rendered } from '../list/list.ts';
import { blockColumns } from './block.ts';
import { overlapNames } from './names.ts';
import { overlapNotes } from './notes.ts';
import { planOverlap } from './plan.ts';
import { overlapRows } from './rows.ts';
import { renderSemantics, semanticNotes } from './semantic.ts';
import { overlapTable } from './table.ts';
import { sessionsById } from './who.ts';
import { renderVerification } from './verify.ts';
import type { Style } from '../style.ts';

export type OverlapOptions = {
  readonly picture: OverlapPicture;
  readonly style: Style;
  /** Style of the notes where their stream differs. */
  readonly notesStyle?: Style;
  readonly now: Date;
  readonly home: string;
  readonly filter?: OverlapFilter;
};

/** What was asked for. The level is left out here; pairs and paths are left out of the picture already. */
export type OverlapFilter = {
  /** The lowest level that is shown. */
  readonly level?: OverlapLevel;
  /** The pattern that paths were chosen by, for the words. */
  readonly path?: string;
  /** Whether one pair or one worktree was named: then there is room for all its files. */
  readonly narrowed?: boolean;
  /** Whether both sides are printed too, so that nobody needs to be told how. */
  readonly diff?: boolean;
};

/** The answer of `kg overlap`: pairs with something in common, in the order of what needs doing. A pipe gets a line a file. */
export function renderOverlap(options: OverlapOptions): Rendered {
  const { picture, style, notesStyle = style, home } = options;
  const names = overlapNames(picture, home);
  const parts = [renderPairs(options)];
  if (picture.semantics !== undefined) {
    const asked = { semantics: picture.semantics, names, style };
    parts.push({ lines: renderSemantics(asked), notes: semanticNotes({ ...asked, style: notesStyle }) });
  }
  if (picture.verification !== undefined) parts.push(renderVerification(picture.verification, { names, style }));
  return {
    lines: parts.reduce<readonly string[]>((all, { lines }) => joined(all, lines), []),
    notes: parts.flatMap(({ notes }) => notes),
  };
}

/** A blank line between what is printed of different matters. */
function joined(above: readonly string[], below: readonly string[]): readonly string[] {
  return above.length === 0 || below.length === 0 ? [...above, ...below] : [...above, '', ...below];
}

function renderPairs(options: OverlapOptions): Rendered {
  const { picture, style, now, home, filter = {} } = options;
  const names = overlapNames(picture, home);
  const plan = planOverlap(picture, filter.level);
  const how = { ...options, filter, names, plan, sessions: sessionsById(picture), now };
  if (style.columns === null) return { lines: overlapTable(how), notes: overlapNotes({ ...how, hidden: [] }) };
  const rows = overlapRows(how);
  if (rows.length === 0) return { lines: [], notes: overlapNotes({ ...how, hidden: [] }) };
  const { lines, hidden } = layOut({ columns: blockColumns(style.columns), rows, style });
  return { lines: lines.slice(1), notes: ['', ...overlapNotes({ ...how, hidden })] };
}
