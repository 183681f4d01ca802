import type { Surveyed } from '../../survey/surveyed.ts';
import { age } from '../age.ts';
import { cell, type Cell } from '../list/cell.ts';
import { type Column, layOut } from '../columns.ts';
import { counted } from '../counted.ts';
import type { Commit } from '../../git/porcelain.ts';
import type { Shown } from '../../show.ts';
import type { Style } from '../style.ts';
import { plain, prose } from '../text.ts';

type File = NonNullable<Surveyed['files']>[number];

export type ShowChangesOptions = { readonly style: Style; readonly now: Date };

/** The changes of a worktree file by file. A terminal gets the first of many, a pipe gets all. */
export function showChanges({ worktree }: Shown, { style }: ShowChangesOptions): readonly string[] {
  const { state, changes, files } = worktree;
  if (state === 'bare' || state === 'missing') return [];
  const head = style.paint('heading', 'Changes');
  if (changes === null) return ['', `${head}  could not be read`];
  return [
    '',
    `${head}  ${changesWords(changes)}`,
    ...(files === null ? ['  the files could not be listed'] : listed(fileLines(files, style), style, 'file')),
  ];
}

/** Its commits since the fork point, newest first. */
export function showCommits({ worktree, commits }: Shown, { style, now }: ShowChangesOptions): readonly string[] {
  const { state, changes } = worktree;
  if (state === 'bare' || state === 'missing' || changes === null) return [];
  return commits === null
    ? ['', `${style.paint('heading', 'Commits')}  could not be read`]
    : commitLines(commits, { style, now });
}

function changesWords({ files, added, deleted, uncommitted, untracked }: NonNullable<Surveyed['changes']>): string {
  if (files === 0) return 'none';
  const open = [
    ...(uncommitted > 0 ? [`${uncommitted} uncommitted`] : []),
    ...(untracked > 0 ? [`${untracked} untracked`] : []),
  ];
  return `${counted(files, 'file')} +${added} -${deleted}${open.length === 0 ? '' : `, ${open.join(', ')}`}`;
}

const fileColumns: readonly Column[] = [
  { key: 'change', name: '' },
  { key: 'lines', name: '', align: 'right' },
  { key: 'path', name: '', min: 20 },
  { key: 'where', name: '' },
];

/** Without the headings: the words in the cells say what they are. */
function fileLines(files: readonly File[], style: Style): readonly string[] {
  const rows = files.map((file) => ({
    cells: {
      change: cell(file.change),
      lines: linesCell(file),
      path: pathCell(file),
      where: cell(whereWords(file), 'dim'),
    },
  }));
  return layOut({ columns: indented(fileColumns, style), rows, style }).lines.slice(1);
}

function linesCell({ added, deleted }: File): Cell {
  // Binary, or not counted: which of the two is not known here.
  if (added === null || deleted === null) return cell('·', 'dim');
  return { spans: [{ text: `+${added}`, role: 'added' }, { text: ' ' }, { text: `-${deleted}`, role: 'deleted' }] };
}

function pathCell({ path, from }: File): Cell {
  return { spans: [{ text: from === undefined ? path : `${from} → ${path}`, give: 'middle' }] };
}

function whereWords({ committed, staged, unstaged, untracked }: File): string {
  const words = { committed, staged, unstaged, untracked };
  return Object.entries(words)
    .flatMap(([word, is]) => (is ? [word] : []))
    .join(', ');
}

function commitLines(commits: readonly Commit[], { style, now }: ShowChangesOptions): readonly string[] {
  if (commits.length === 0) return [];
  const rows = commits.map(({ oid, at, author, subject }) => ({
    cells: {
      oid: cell(oid.slice(0, 7), 'dim'),
      at: cell(style.columns === null ? at : age(at, now), 'dim'),
      subject: cell(prose(subject)),
      author: cell(prose(author), 'dim'),
    },
  }));
  const columns: readonly Column[] = [
    { key: 'oid', name: '' },
    { key: 'at', name: '', align: 'right' },
    { key: 'subject', name: '', min: 30 },
    { key: 'author', name: '', min: 10 },
  ];
  const { lines } = layOut({ columns: indented(columns, style), rows, style });
  return [
    '',
    `${style.paint('heading', 'Commits')}  ${plain(String(commits.length))}`,
    ...listed(lines.slice(1), style, 'commit'),
  ];
}

/** Two blanks before the first column of a terminal; fields of a pipe begin at once. */
function indented(columns: readonly Column[], style: Style): readonly Column[] {
  return style.columns === null ? columns : [{ key: 'indent', name: '' }, ...columns];
}

function listed(lines: readonly string[], style: Style, noun: string): readonly string[] {
  if (style.columns === null || lines.length <= most) return lines;
  return [
    ...lines.slice(0, most),
    `  … and ${counted(lines.length - most, `more ${noun}`)}: kg show --json lists all of them`,
  ];
}

const most = 40;
