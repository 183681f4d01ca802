import type { Session } from '../../sessions/session.ts';
import type { Project, Survey, Surveyed } from '../../survey/surveyed.ts';
import { cell, type Cell, type Span } from './cell.ts';
import { changesCells, unread } from './changes-cell.ts';
import { layOut, type Row } from '../columns.ts';
import { projectColumn, tableColumns } from './columns.ts';
import { listNotes } from './notes.ts';
import { overlapCell } from '../overlap/cell.ts';
import { folderName, homePath } from '../path.ts';
import { savedCell } from './saved-cell.ts';
import { sessionCell, taskOf } from './session-cell.ts';
import type { Style } from '../style.ts';
import { verdictCell } from './verdict-cell.ts';
import { nameCell, worktreeNames } from '../worktree-name.ts';

/** Lines for standard output (the answer) and for standard error (what is to be said about it). */
export type Rendered = { readonly lines: readonly string[]; readonly notes: readonly string[] };

export type ListOptions = {
  readonly survey: Survey;
  readonly style: Style;
  /** Style of the notes where their stream differs. */
  readonly notesStyle?: Style;
  readonly now: Date;
  readonly home: string;
  /** Age from which finished sessions are folded away, in words ("24h"). */
  readonly finishedAfter?: string;
};

/** A line of the table, and the worktree that it is about; `null` for the lines between. */
export type ListLine = { readonly text: string; readonly path: string | null };

/** The table of `kg list`. */
export function renderList(options: ListOptions): Rendered {
  const { heading, rows, notes } = listTable(options);
  return { lines: options.survey.projects.length === 0 ? [] : [heading, ...rows.map(({ text }) => text)], notes };
}

/** The same, line by line. */
export function listTable(options: ListOptions): {
  readonly heading: string;
  readonly rows: readonly ListLine[];
  readonly notes: readonly string[];
} {
  const { survey, style } = options;
  const pipe = style.columns === null;
  const several = survey.projects.length > 1;
  const blocks = survey.projects.map((project): readonly Owned[] => [
    ...(several ? [{ row: { line: projectLine(project, options.home) }, path: null }] : []),
    ...projectRows(project, options),
  ]);
  const gap: readonly Owned[] = [{ row: { line: [] }, path: null }];
  const owned = blocks.flatMap((block, index) => (index === 0 ? block : gap.concat(block)));
  // A pipe has no lines between the rows.
  const shown = pipe ? owned.filter(({ row }) => row.cells !== undefined) : owned;
  const columns = [...(several && pipe ? [projectColumn] : []), ...tableColumns(survey, style)];
  const { lines, hidden } = layOut({ columns, rows: shown.map(({ row }) => row), style });
  const [heading = '', ...texts] = lines;
  const rows = texts.map((text, at) => ({ text, path: shown[at]?.path ?? null }));
  return { heading, rows, notes: listNotes({ ...options, hidden }) };
}

type Owned = { readonly row: Row; readonly path: string | null };

function projectLine({ root, trunk }: Project, home: string): readonly Span[] {
  return [
    { text: folderName(root), role: 'heading' },
    { text: `  ${homePath(root, home)}`, role: 'dim', give: 'end' },
    { text: trunk === null ? '' : `  trunk ${trunk}`, role: 'dim', give: 'end' },
  ];
}

function projectRows(project: Project, { style, now, home }: ListOptions): readonly Owned[] {
  const pipe = style.columns === null;
  const names = worktreeNames(project, home);
  const changes = changesCells(project.worktrees, { align: !pipe, files: pipe || (style.columns ?? 0) >= 100 });
  const group = (first: Cells, path: string, sessions: readonly Session[]): readonly Owned[] => {
    const shared = pipe ? { project: cell(project.root), path: cell(path), ...only(first, ['current', 'branch']) } : {};
    const lines = sessions.map((session) => sessionCells(session, now));
    const [beside = {}, ...below] = first['session'] === undefined ? lines : [{}, ...lines];
    return [{ ...beside, ...first }, ...below].map((cells) => ({ row: { cells: { ...cells, ...shared } }, path }));
  };
  return [
    ...project.worktrees.flatMap((worktree) => {
      const { path, current, sessions } = worktree;
      const name = names.get(path) ?? { name: path, beside: [] };
      const first = {
        current: cell(current ? '@' : ''),
        branch: worktree.state === 'missing' ? dimmed(nameCell(name, current)) : nameCell(name, current),
        changes: changes.get(path) ?? cell(''),
        trunk: distanceCell(worktree),
        verdict: verdictCell(worktree),
        saved: savedCell(worktree, { now, columns: style.columns }),
        overlap: overlapCell(worktree, {
          columns: style.columns,
          name: (other) => names.get(other)?.name ?? folderName(other),
        }),
      };
      return group({ ...first, ...insteadOfSession(worktree) }, path, sessions);
    }),
    ...project.removed.flatMap(({ path, sessions }) =>
      group({ branch: cell(folderName(path), 'dim'), session: overCell('worktree removed') }, path, sessions),
    ),
  ];
}

type Cells = Readonly<Record<string, Cell>>;

/** In a pipe every line stands alone, so that what is shared by the lines of a worktree is repeated. */
function only(cells: Cells, keys: readonly string[]): Cells {
  return Object.fromEntries(keys.map((key) => [key, cells[key] ?? cell('')]));
}

function sessionCells(session: Session, now: Date): Cells {
  return {
    session: sessionCell(session, now),
    action: cell(session.lastAction ?? ''),
    task: cell(taskOf(session)),
  };
}

/** Where no session can be shown in the worktree's own line; its sessions, if it has any, follow below. */
function insteadOfSession({ state, sessions }: Surveyed): Cells {
  if (state === 'missing') return { session: overCell('directory missing') };
  return sessions.length === 0 && state !== 'bare' ? { session: cell('–', 'dim') } : {};
}

function distanceCell({ state, head, distance }: Surveyed): Cell {
  if (distance === null) return { spans: head === null && state === 'ok' ? [] : unread(state) };
  const { ahead, behind } = distance;
  return cell([...(ahead > 0 ? [`↑${ahead}`] : []), ...(behind > 0 ? [`↓${behind}`] : [])].join(' '));
}

function overCell(text: string): Cell {
  return { spans: [{ text, role: 'dim', give: 'end' }], over: true };
}

function dimmed({ spans }: Cell): Cell {
  return { spans: spans.map((span) => ({ ...span, role: 'dim' as const })) };
}
