import { layOut } from '../columns.ts';
import type { Rendered } from '../list/list.ts';
import { blockColumns } from './block.ts';
import { overlapNames } from './names.ts';
import { overlapNotes } from './notes.ts';
import type { OverlapOptions } from './options.ts';
import { planOverlap } from './plan.ts';
import { overlapRows } from './rows.ts';
import { renderSemantics } from './semantic.ts';
import { semanticNotes } from './semantic-notes.ts';
import { overlapTable } from './table.ts';
import { sessionsById } from './who.ts';
import { renderVerification } from './verify.ts';

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
  const lines = parts.reduce<readonly string[]>((all, part) => joined(all, part.lines), []);
  const notes = parts.flatMap((part) => part.notes);
  const isClose = style.columns !== null && lines.length > 0 && notes.length > 0 && notes[0] !== '';
  return { lines, notes: isClose ? ['', ...notes] : notes };
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
