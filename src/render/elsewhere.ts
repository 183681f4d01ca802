import type { Elsewhere, Survey } from '../survey/surveyed.ts';
import { cell } from './list/cell.ts';
import { type Column, layOut, type Row } from './columns.ts';
import { counted } from './counted.ts';
import type { ListOptions, Rendered } from './list/list.ts';
import { homePath } from './path.ts';
import { problemNotes } from './problem-notes.ts';
import { sessionCell, taskOf } from './list/session-cell.ts';

/** The table of the sessions that belong to no repository, or whose directory is gone. */
export function renderElsewhere({ survey, style, notesStyle = style, now, home }: ListOptions): Rendered {
  const rows = survey.elsewhere.flatMap((place) => placeRows(place, { now, home, pipe: style.columns === null }));
  const { lines, hidden } = layOut({ columns, rows, style });
  const problems = problemNotes(survey, { style: notesStyle, home });
  const say = (text: string): string => notesStyle.paint('dim', `○ ${text}`);
  if (rows.length === 0) return { lines: [], notes: [...problems, say('No session outside of the projects')] };
  if (style.columns === null) return { lines, notes: problems };
  const unseen = hidden.length === 0 ? '' : ` (hidden: ${hidden.join(', ')})`;
  return { lines, notes: ['', ...problems, say(`${summary(survey)}${unseen}`)] };
}

const columns: readonly Column[] = [
  { key: 'directory', name: 'Directory', min: 20, max: 40 },
  { key: 'session', name: 'Session' },
  { key: 'action', name: 'Last action', min: 18, max: 28, drop: 9 },
  { key: 'task', name: 'Task', min: 20, drop: 2 },
];

type Place = { readonly now: Date; readonly home: string; readonly pipe: boolean };

function placeRows({ cwd, gone, sessions }: Elsewhere, { now, home, pipe }: Place): readonly Row[] {
  const directory = {
    spans: [
      { text: cwd === null ? '(directory not known)' : homePath(cwd, home), give: 'middle' as const },
      { text: gone ? ' (gone)' : '', role: 'dim' as const },
    ],
  };
  return sessions.map((session, index) => ({
    cells: {
      directory: index === 0 || pipe ? directory : cell(''),
      session: sessionCell(session, now),
      action: cell(session.lastAction ?? ''),
      task: cell(taskOf(session)),
    },
  }));
}

function summary({ elsewhere }: Survey): string {
  const sessions = elsewhere.reduce((sum, place) => sum + place.sessions.length, 0);
  return `${counted(sessions, 'session')} in ${counted(elsewhere.length, 'directory', 'directories')} outside of the projects`;
}
