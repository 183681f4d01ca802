import type { Checkpoint, SavedOverlap, Statement } from '../../checkpoints/checkpoint.ts';
import type { Since } from '../../since.ts';
import { age } from '../age.ts';
import { cell } from '../list/cell.ts';
import { layOut, type Column } from '../columns.ts';
import { counted } from '../counted.ts';
import { levelWords } from '../overlap/words.ts';
import { folderName } from '../path.ts';
import type { Style } from '../style.ts';
import { plain, prose } from '../text.ts';

export type ShowSavedOptions = { readonly style: Style; readonly now: Date };

/** The last checkpoint in short, then what has happened since. */
export function showSaved(since: Since | null, options: ShowSavedOptions): readonly string[] {
  if (since === null) return [];
  return [...showCheckpoint(since.checkpoint, options), ...showSince(since, options)];
}

function showCheckpoint(checkpoint: Checkpoint, { style, now }: ShowSavedOptions): readonly string[] {
  const { id, at, goal, lastAsk, next, blockers, tests, done, note } = checkpoint;
  const total = done.sinceFork?.total ?? 0;
  const facts: readonly (readonly [string, string])[] = [
    ...goal.slice(0, 2).map((one) => ['goal', said(one)] as const),
    ...(lastAsk === null ? [] : [['last ask', said(lastAsk)] as const]),
    ...(total === 0 ? [] : [['done', `${counted(total, 'commit')} since the fork point`] as const]),
    ...blockers.slice(0, most).map(({ text, source }) => ['blocked', `${prose(text)} (${source})`] as const),
    ...(tests === null ? [] : [['tests', testWords(tests, now)] as const]),
    ...next.slice(0, most).map((one) => ['next', said(one)] as const),
    ...(note === undefined ? [] : [['note', prose(note)] as const]),
  ];
  return [
    '',
    `${style.paint('heading', 'Checkpoint')}  ${age(at, now)}${age(at, now) === 'now' ? '' : ' ago'}, ${plain(id)}`,
    ...factLines(facts, style),
  ];
}

const most = 5;

function said({ text, source }: Statement): string {
  return source === 'note' ? prose(text) : `${prose(text)} (${source})`;
}

function testWords({ command, outcome, exit, at, stale }: NonNullable<Checkpoint['tests']>, now: Date): string {
  const code = exit === null || outcome === 'passed' ? '' : ` (exit ${exit})`;
  const when = age(at, now);
  const old = stale === true ? ', files changed after it' : '';
  return `${prose(command)}: ${outcome}${code}${when === '' ? '' : ` ${when}${when === 'now' ? '' : ' ago'}`}${old}`;
}

function showSince(since: Since, { style, now }: ShowSavedOptions): readonly string[] {
  const { commits, rewritten, files, overlaps } = since;
  const sums = [
    ...(rewritten ? ['history rewritten'] : commits === null ? [] : some(commits.length, 'commit')),
    ...(files === null ? ['files could not be compared'] : some(files.length, 'file')),
  ];
  const changes = [
    ...(overlaps?.appeared ?? []).map((one) => ['appeared', overlapWords(one)] as const),
    ...(overlaps?.gone ?? []).map((one) => ['gone', overlapWords(one)] as const),
  ];
  const nothing = sums.length === 0 && changes.length === 0;
  return [
    '',
    `${style.paint('heading', 'Since then')}  ${nothing ? 'nothing has changed' : sums.join(', ')}`,
    ...commitLines(commits ?? [], style, now),
    ...fileLines(files ?? [], style),
    ...factLines(changes, style),
  ];
}

function some(count: number, noun: string): readonly string[] {
  return count === 0 ? [] : [counted(count, noun)];
}

function overlapWords({ with: other, branch, level, total }: SavedOverlap): string {
  const name = branch ?? (other.includes('/') ? folderName(other) : other);
  return `${levelWords[level].word} with ${plain(name)}, ${counted(total, 'file')}`;
}

const mostLines = 12;

function commitLines(commits: NonNullable<Since['commits']>, style: Style, now: Date): readonly string[] {
  const rows = commits.map(({ oid, at, subject }) => ({
    cells: {
      oid: cell(oid.slice(0, 7), 'dim'),
      at: cell(style.columns === null ? at : age(at, now), 'dim'),
      subject: cell(prose(subject)),
    },
  }));
  return bounded(table(['oid', 'at', 'subject'], rows, style), style);
}

function fileLines(files: NonNullable<Since['files']>, style: Style): readonly string[] {
  const rows = files.map(({ path, from, change }) => ({
    cells: {
      change: cell(change),
      path: { spans: [{ text: from === undefined ? path : `${from} → ${path}`, give: 'middle' as const }] },
    },
  }));
  return bounded(table(['change', 'path'], rows, style), style);
}

function factLines(facts: readonly (readonly [string, string])[], style: Style): readonly string[] {
  const rows = facts.map(([name, text]) => ({ cells: { name: cell(name, 'dim'), text: cell(text) } }));
  return table(['name', 'text'], rows, style);
}

/** Without headings, and two blanks in on a terminal. */
function table(keys: readonly string[], rows: Parameters<typeof layOut>[0]['rows'], style: Style): readonly string[] {
  const columns: readonly Column[] = keys.map((key) => ({
    key,
    name: '',
    ...(key === keys.at(-1) ? { min: 20 } : {}),
  }));
  const indent = style.columns === null ? [] : [{ key: 'indent', name: '' }];
  return layOut({ columns: [...indent, ...columns], rows, style }).lines.slice(1);
}

function bounded(lines: readonly string[], style: Style): readonly string[] {
  if (style.columns === null || lines.length <= mostLines) return lines;
  return [...lines.slice(0, mostLines), `  … and ${lines.length - mostLines} more: kg show --json lists all of them`];
}
