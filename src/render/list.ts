import type { Session } from '../sessions/session.ts';
import type { Project, Survey, Surveyed } from '../survey.ts';
import { cell, type Cell, type Span } from './cell.ts';
import { changesCells, unread } from './changes-cell.ts';
import { type Column, layOut, type Row } from './columns.ts';
import { listNotes } from './list-notes.ts';
import { overlapCell, overlapColumn, overlapsMeasured } from './overlap-cell.ts';
import { folderName, homePath } from './path.ts';
import { anySaved, savedCell } from './saved-cell.ts';
import { sessionCell, taskOf } from './session-cell.ts';
import type { Style } from './style.ts';
import { fit, plain } from './text.ts';
import { nameCell, worktreeNames } from './worktree-name.ts';

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

/** The table of `kg list`. */
export function renderList(options: ListOptions): Rendered {
  const { survey, style } = options;
  const pipe = style.columns === null;
  const several = survey.projects.length > 1;
  const blocks = survey.projects.map((project): readonly Row[] => [
    ...(several ? [{ line: projectLine(project, options.home) }] : []),
    ...projectRows(project, options),
  ]);
  const gap: readonly Row[] = [{ line: [] }];
  const rows = blocks.flatMap((block, index) => (index === 0 ? block : gap.concat(block)));
  const columns = [...(several && pipe ? [projectColumn] : []), ...tableColumns(survey, style)];
  const { lines, hidden } = layOut({ columns, rows, style });
  return { lines: survey.projects.length === 0 ? [] : lines, notes: listNotes({ ...options, hidden }) };
}

/**
 * Columns from left to right, in the order in which they take what room there is. Branch is capped, so that one long
 * name does not starve the others, and the task takes what is left. Overlaps have a column once they are measured.
 */
function tableColumns({ projects, problems }: Survey, { columns }: Style): readonly Column[] {
  const trunks = [...new Set(projects.map(({ trunk }) => trunk))];
  const trunk = trunks.length === 1 ? trunks[0] : undefined;
  return [
    { key: 'current', name: columns === null ? 'Current' : ' ' },
    { key: 'branch', name: 'Branch', gap: 1, min: 16, max: Math.max(20, Math.floor((columns ?? 0) * 0.3)) },
    { key: 'session', name: 'Session' },
    { key: 'changes', name: 'Changes', align: 'right', drop: 4 },
    { key: 'trunk', name: fit(plain(trunk ?? 'trunk'), 16), drop: 5 },
    ...(overlapsMeasured(projects, problems) ? [overlapColumn(columns)] : []),
    ...(columns === null || anySaved(projects) ? [{ key: 'saved', name: 'Saved', drop: 6 }] : []),
    { key: 'action', name: 'Last action', min: 18, max: 28, drop: 9 },
    { key: 'task', name: 'Task', min: 20, drop: 2 },
    ...(columns === null ? [{ key: 'path', name: 'Path' }] : []),
  ];
}

const projectColumn: Column = { key: 'project', name: 'Project' };

function projectLine({ root, trunk }: Project, home: string): readonly Span[] {
  return [
    { text: folderName(root), role: 'heading' },
    { text: `  ${homePath(root, home)}`, role: 'dim', give: 'end' },
    { text: trunk === null ? '' : `  trunk ${trunk}`, role: 'dim', give: 'end' },
  ];
}

function projectRows(project: Project, { style, now, home }: ListOptions): readonly Row[] {
  const pipe = style.columns === null;
  const names = worktreeNames(project, home);
  const changes = changesCells(project.worktrees, { align: !pipe, files: pipe || (style.columns ?? 0) >= 100 });
  const group = (first: Cells, path: string, sessions: readonly Session[]): readonly Row[] => {
    const shared = pipe ? { project: cell(project.root), path: cell(path), ...only(first, ['current', 'branch']) } : {};
    const lines = sessions.map((session) => sessionCells(session, now));
    const [beside = {}, ...below] = first['session'] === undefined ? lines : [{}, ...lines];
    return [{ ...beside, ...first }, ...below].map((cells) => ({ cells: { ...cells, ...shared } }));
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
