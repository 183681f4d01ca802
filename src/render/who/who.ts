import type { Session } from '../../sessions/session.ts';
import type { Touch, Toucher, WhoAnswer } from '../../who/who.ts';
import { age } from '../age.ts';
import { cell, type Cell } from '../list/cell.ts';
import { type Column, layOut, type Row } from '../columns.ts';
import type { Rendered } from '../list/list.ts';
import { overlapNames, type OverlapNames } from '../overlap/names.ts';
import { sessionsById, sessionWords, unknown } from '../overlap/who.ts';
import type { Style } from '../style.ts';
import { whoNotes } from './notes.ts';

export type WhoOptions = {
  readonly answer: WhoAnswer;
  readonly style: Style;
  /** Style of the notes where their stream differs. */
  readonly notesStyle?: Style;
  readonly now: Date;
  readonly home: string;
};

/** The answer of `kg who`: a block a file, a row a session. A pipe gets a line a session, each standing alone. */
export function renderWho(options: WhoOptions): Rendered {
  const { answer, style, home } = options;
  const names = overlapNames(answer, home);
  const how = { ...options, names, sessions: sessionsById(answer) };
  const notes = whoNotes(how);
  const shown = answer.touches.filter((touch) => !isOnlyNamed(touch));
  if (shown.length === 0) return { lines: [], notes };
  const pipe = style.columns === null;
  const files = [...Map.groupBy(shown, ({ path }) => path)];
  const rows = files.flatMap(([path, touches], at): readonly Row[] => {
    const gap: readonly Row[] = at === 0 ? [] : [{ line: [] }];
    return gap.concat(
      { line: [{ text: path, role: 'path' }] },
      touches.flatMap((touch) => touchRows(touch, how, pipe)),
    );
  });
  const { lines } = layOut({ columns: pipe ? pipeColumns : columns, rows, style });
  return { lines: pipe ? lines : lines.slice(1), notes: [...(pipe ? [] : ['']), ...notes] };
}

/** Who only saw the name in a list of files has touched nothing. */
function isOnlyNamed({ how, sessions }: Touch): boolean {
  return how === 'read' && sessions.every(({ grade }) => grade === 'named');
}

const columns: readonly Column[] = [
  { key: 'indent', name: ' ', gap: 2 },
  { key: 'worktree', name: 'Worktree', gap: 1, min: 12, max: 24 },
  { key: 'how', name: 'How' },
  { key: 'lines', name: 'Lines', min: 5, max: 14, drop: 2 },
  { key: 'ago', name: 'When' },
  { key: 'session', name: 'Session', min: 12 },
];

const pipeColumns: readonly Column[] = [
  { key: 'path', name: 'Path' },
  { key: 'worktree', name: 'Worktree' },
  { key: 'how', name: 'How' },
  { key: 'lines', name: 'Lines' },
  { key: 'ago', name: 'When' },
  { key: 'session', name: 'Session' },
  { key: 'commits', name: 'Commits' },
];

type How = WhoOptions & { readonly names: OverlapNames; readonly sessions: ReadonlyMap<string, Session> };

function touchRows(touch: Touch, options: How, whole: boolean): readonly Row[] {
  const { names, now } = options;
  const { worktree, path, from, lines = [], commits = [] } = touch;
  const head: Readonly<Record<string, Cell>> = {
    indent: cell(' '),
    path: cell(path),
    worktree: { spans: [{ text: names.name(worktree), role: 'branch', give: 'middle' }] },
    how: cell(howWords(touch)),
    lines: cell(rangeWords(lines), 'dim'),
    commits: cell(commits.map((oid) => oid.slice(0, 12)).join(' ')),
  };
  const sessions = touch.sessions.filter(({ grade }) => grade !== 'named');
  const known = sessions.map((session): Row => {
    const words = `${gradeWords[session.grade]}${sessionWords(session.id, options.sessions)}`;
    return { cells: { ago: cell(whenWords(session, now), 'dim'), session: cell(words) } };
  });
  const renamed: readonly Row[] =
    from === undefined ? [] : [{ cells: { indent: cell(' '), session: cell(`before: ${from}`, 'dim') } }];
  const rows: readonly Row[] = known.length === 0 ? [{ cells: { session: cell(unknown, 'dim') } }] : known;
  return [
    ...rows.map((row, at): Row => (at === 0 || whole ? { cells: { ...head, ...row.cells } } : row)),
    ...(whole ? [] : renamed),
  ];
}

/** When last, and when first where that was noticeably earlier: `2h to 5m ago`. */
function whenWords({ first, last }: Toucher, now: Date): string {
  const [began, ended] = [age(first, now), age(last, now)];
  if (ended === '') return '';
  if (began === '' || began === ended) return ended === 'now' ? ended : `${ended} ago`;
  return ended === 'now' ? `${began} ago to now` : `${began} to ${ended} ago`;
}

const gradeWords: Readonly<Record<Toucher['grade'], string>> = {
  certain: '',
  likely: 'likely ',
  shared: 'perhaps ',
  named: 'listed by ',
};

/** What was done, and where it is now. */
function howWords({ how, state, partly, commits = [] }: Touch): string {
  if (state === 'read') return how;
  if (state === null) return `${how}, state unknown`;
  const [newest] = commits;
  if (state === 'reverted') return `${how}, nothing left of it`;
  if (state === 'ignored') return `${how}, ignored by git`;
  const oid =
    newest === undefined ? '' : ` ${newest.slice(0, 7)}${commits.length > 1 ? ` +${commits.length - 1}` : ''}`;
  if (state === 'committed') return `${how}, committed${oid}`;
  return `${how}, ${partly === true ? 'partly ' : ''}uncommitted`;
}

function rangeWords(lines: NonNullable<Touch['lines']>): string {
  const words = lines.map(([first, last]) => (first === last ? String(first) : `${first}–${last}`));
  return words.length > 3 ? `${words.slice(0, 3).join(', ')} +${words.length - 3}` : words.join(', ');
}
