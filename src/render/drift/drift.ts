import type { Drift, DriftPicture } from '../../drift/drift.ts';
import type { Session } from '../../sessions/session.ts';
import { age } from '../age.ts';
import { cell } from '../list/cell.ts';
import { type Column, layOut, type Row } from '../columns.ts';
import { driftNotes } from './notes.ts';
import { movedWords, outcomeWords, writerName } from './words.ts';
import { symbolRows } from './symbols.ts';
import type { Rendered } from '../list/list.ts';
import { overlapNames, type OverlapNames } from '../overlap/names.ts';
import { sessionsById, sessionWords } from '../overlap/who.ts';
import type { Style } from '../style.ts';

export type DriftOptions = {
  readonly picture: DriftPicture;
  readonly style: Style;
  /** Style of the notes where their stream differs. */
  readonly notesStyle?: Style;
  readonly now: Date;
  readonly home: string;
  /** Whether one pair was named: then what a reader has is shown too. */
  readonly whole?: boolean;
};

/** The answer of `kg drift`: a block for each reader and writer, a row a file. A pipe gets a line a file. */
export function renderDrift(options: DriftOptions): Rendered {
  const { picture, style, home, whole = false } = options;
  const names = overlapNames(picture, home);
  const how = { ...options, names, sessions: sessionsById(picture) };
  const pipe = style.columns === null;
  const shown = picture.drift.filter(({ outcome }) => whole || pipe || outcome !== 'has');
  const notes = driftNotes(how);
  if (shown.length === 0 && picture.moved.length === 0) return { lines: [], notes };
  if (pipe) {
    const rows = shown.map((drift) => ({ cells: cellsOf(drift, how) }));
    return { lines: rows.length === 0 ? [] : layOut({ columns: pipeColumns, rows, style }).lines, notes };
  }
  const blocks = [
    ...Map.groupBy(shown, (drift) => `${drift.reader.worktree}\n${writerName(drift.writer, names)}`).values(),
  ];
  const rows = [...blocks.map((block) => blockRows(block, how)), ...movedRows(how)];
  const spaced = rows.flatMap((block, at): readonly Row[] => (at === 0 ? block : gap.concat(block)));
  return { lines: layOut({ columns, rows: spaced, style }).lines.slice(1), notes: ['', ...notes] };
}

const gap: readonly Row[] = [{ line: [] }];

const columns: readonly Column[] = [
  { key: 'indent', name: ' ', gap: 4 },
  { key: 'path', name: 'Path', gap: 3, min: 16 },
  { key: 'outcome', name: 'Outcome' },
  { key: 'ago', name: 'When' },
  { key: 'by', name: 'By', min: 10, drop: 2 },
];

const pipeColumns: readonly Column[] = [
  { key: 'outcome', name: 'Outcome' },
  { key: 'path', name: 'Path' },
  { key: 'reader', name: 'Reader' },
  { key: 'readBy', name: 'Read by' },
  { key: 'writer', name: 'Writer' },
  { key: 'by', name: 'Changed by' },
  { key: 'ago', name: 'Changed' },
];

type How = DriftOptions & { readonly names: OverlapNames; readonly sessions: ReadonlyMap<string, Session> };

function cellsOf(drift: Drift, { names, sessions, now, style }: How) {
  const { path, reader, writer } = drift;
  // On a terminal the files have a line of their own.
  const through = drift.through === undefined || style.columns !== null ? '' : `, through ${drift.through.join(', ')}`;
  const list = (ids: readonly { readonly id: string }[]): string =>
    ids.map(({ id }) => sessionWords(id, sessions)).join('; ');
  return {
    path: cell(path),
    outcome: cell(`${outcomeWords(drift)}${through}`),
    reader: cell(names.name(reader.worktree)),
    writer: cell(writerName(writer, names)),
    readBy: cell(list(reader.sessions)),
    by: cell(list(writer.sessions)),
    ago: cell(agoOf(writer.sessions[0]?.last ?? null, now), 'dim'),
  };
}

function blockRows(block: readonly Drift[], options: How): readonly Row[] {
  const { names, sessions, now, style } = options;
  const [first] = block;
  if (first === undefined) return [];
  const open = block.some(({ outcome }) => outcome !== 'has');
  const readers = new Map(block.flatMap((drift) => drift.reader.sessions.map(({ id, last }) => [id, last] as const)));
  const sign = open ? ({ text: '▲ ', role: 'warning' } as const) : ({ text: '○ ', role: 'dim' } as const);
  return [
    {
      line: [
        sign,
        { text: names.name(first.reader.worktree), role: 'branch' },
        { text: open ? ' works against older code than ' : ' has what it read of ' },
        { text: writerName(first.writer, names), role: 'branch' },
      ],
    },
    ...[...readers].slice(0, mostReaders).map(([id, last]): Row => ({
      line: [
        { text: `    ${sessionWords(id, sessions)}, read ${agoOf(last, now) || 'at an unknown time'}`, role: 'dim' },
      ],
    })),
    ...block.slice(0, mostFiles).flatMap((drift): readonly Row[] => {
      const { path, outcome, ago, by } = cellsOf(drift, options);
      const row: Row = { cells: { indent: cell(style.columns === null ? '' : ' '), path, outcome, ago, by } };
      const rows: readonly Row[] = [row];
      return rows.concat(symbolRows(drift));
    }),
    ...(block.length > mostFiles
      ? [{ line: [{ text: `    … and ${block.length - mostFiles} more files (all with --json)` }] }]
      : []),
  ];
}

const mostReaders = 3;
const mostFiles = 12;

function movedRows({ picture, names }: How): readonly (readonly Row[])[] {
  return picture.moved.map((moved): readonly Row[] => [
    {
      line: [
        { text: '▲ ', role: 'warning' },
        { text: names.name(moved.worktree), role: 'branch' },
        { text: `: ${movedWords(moved)}` },
      ],
    },
  ]);
}

function agoOf(at: string | null, now: Date): string {
  const ago = age(at, now);
  return ago === '' || ago === 'now' ? ago : `${ago} ago`;
}
