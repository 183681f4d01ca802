import type { Kept } from '../../checkpoints/history/read-history.ts';
import type { Problem } from '../../errors.ts';
import { age } from '../age.ts';
import { cell } from '../list/cell.ts';
import { checkpointName, shortId } from './saved.ts';
import { layOut, type Column } from '../columns.ts';
import { counted } from '../counted.ts';
import type { Rendered } from '../list/list.ts';
import type { Style } from '../style.ts';
import { prose } from '../text.ts';

export type CheckpointListOptions = {
  readonly checkpoints: readonly Kept[];
  readonly problems: readonly Problem[];
  readonly style: Style;
  readonly notesStyle: Style;
  readonly now: Date;
  readonly home: string;
};

/** The table of `kg checkpoint list`. */
export function renderCheckpointList(options: CheckpointListOptions): Rendered {
  const { checkpoints, problems, style, notesStyle, now, home } = options;
  const notes = problems.map(({ message }) => `${notesStyle.paint('warning', '▲')} ${prose(message)}`);
  if (checkpoints.length === 0) {
    const hint = `${notesStyle.paint('dim', '↳')} To save one, run kg checkpoint`;
    return { lines: ['○ No checkpoints yet'], notes: [...notes, hint] };
  }
  const rows = checkpoints.map(({ checkpoint }) => ({
    cells: {
      id: cell(shortId(checkpoint)),
      saved: cell(age(checkpoint.at, now)),
      branch: cell(checkpointName(checkpoint, home)),
      done: cell(String(checkpoint.done.sinceFork?.total ?? '')),
      flight: cell(String(checkpoint.inFlight?.total ?? '')),
      by: cell(checkpoint.by),
      about: cell(prose(checkpoint.note ?? checkpoint.goal[0]?.text ?? '')),
    },
  }));
  const latest = shortId(checkpoints[0]?.checkpoint ?? { id: '' });
  return {
    lines: layOut({ columns, rows, style }).lines,
    notes: [
      ...notes,
      `${notesStyle.paint('dim', '○')} ${counted(checkpoints.length, 'checkpoint')}`,
      `${notesStyle.paint('dim', '↳')} To see one, run kg checkpoint show ${latest}`,
    ],
  };
}

const columns: readonly Column[] = [
  { key: 'id', name: 'Id' },
  { key: 'saved', name: 'Saved' },
  { key: 'branch', name: 'Branch', min: 10, max: 32 },
  { key: 'done', name: 'Commits', align: 'right', drop: 2 },
  { key: 'flight', name: 'In flight', align: 'right', drop: 1 },
  { key: 'by', name: 'By', drop: 3 },
  { key: 'about', name: 'About', min: 10 },
];
