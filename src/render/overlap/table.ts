import type { AttributedSide, OverlapPicture } from '../../survey/overlap-picture.ts';
import { cell } from '../list/cell.ts';
import { type Column, layOut, type Row } from '../columns.ts';
import { alarmWords, writersWords } from './shared.ts';
import type { SideOptions } from './sides.ts';
import type { OverlapPlan, Planned } from './plan.ts';
import { whoOf } from './who.ts';
import { fileDetails, levelWords, sideLines } from './words.ts';

export type OverlapTableOptions = SideOptions & {
  readonly picture: OverlapPicture;
  readonly plan: OverlapPlan;
};

/** A line a file, each standing alone, with tabs between its fields: for a pipe. Nothing without rows. */
export function overlapTable(options: OverlapTableOptions): readonly string[] {
  const { picture, plan, style } = options;
  const pairs = [...plan.conflicts, ...plan.others, ...plan.trunk];
  const rows = [...pairs.flatMap((planned) => pairRows(planned, options)), ...sharedRows(picture, options)];
  return rows.length === 0 ? [] : layOut({ columns, rows, style }).lines;
}

const columns: readonly Column[] = [
  { key: 'level', name: 'Level' },
  { key: 'kind', name: 'Kind' },
  { key: 'class', name: 'Class' },
  { key: 'path', name: 'Path' },
  { key: 'a', name: 'A' },
  { key: 'linesA', name: 'Lines A' },
  { key: 'openA', name: 'State A' },
  { key: 'whoA', name: 'Session A' },
  { key: 'b', name: 'B' },
  { key: 'linesB', name: 'Lines B' },
  { key: 'openB', name: 'State B' },
  { key: 'whoB', name: 'Session B' },
  { key: 'note', name: 'Note' },
];

function pairRows({ pair, files, inherited }: Planned, options: OverlapTableOptions): readonly Row[] {
  const { names, picture } = options;
  return files.map((file) => {
    const notes = [
      ...(inherited === true ? [`inherited from ${picture.trunk ?? 'the trunk'}`] : []),
      ...(file.note === 'not compared' ? [file.note] : []),
      ...fileDetails(file, pair, names),
    ];
    return {
      cells: {
        level: cell(levelWords[file.level].word),
        kind: cell(file.kind ?? ''),
        class: cell(file.class),
        path: cell(file.path),
        a: cell(names.name(pair.a)),
        b: cell(names.name(pair.b)),
        ...sideCells('A', file.a, names.isWorktree(pair.a), options),
        ...sideCells('B', file.b, names.isWorktree(pair.b), options),
        note: cell(notes.join('; ')),
      },
    };
  });
}

function sideCells(key: 'A' | 'B', side: AttributedSide | null, worktree: boolean, options: OverlapTableOptions) {
  const own = side !== null && worktree;
  const { words, ago } = own ? whoOf([side], options) : { words: '', ago: '' };
  return {
    [`lines${key}`]: cell(sideLines(side)),
    [`open${key}`]: cell(own ? (side.uncommitted ? 'uncommitted' : 'committed') : ''),
    [`who${key}`]: cell(ago === '' ? words : `${words} (${ago})`),
  };
}

function sharedRows({ shared }: OverlapPicture, options: OverlapTableOptions): readonly Row[] {
  return shared.map((file) => ({
    cells: {
      level: cell('shared'),
      path: cell(file.path),
      a: cell(options.names.name(file.worktree)),
      whoA: cell(writersWords(file, options)),
      note: cell(alarmWords(file, options) ?? ''),
    },
  }));
}
