import type { Problem } from '../errors.ts';
import type { Survey, Surveyed } from '../survey/surveyed.ts';
import { counted } from './counted.ts';
import { homePath } from './path.ts';
import type { Style } from './style.ts';
import { prose } from './text.ts';
import { worktreeNames } from './worktree-name.ts';

export type ProblemNotesOptions = { readonly style: Style; readonly home: string };

/** What could not be read, by worktree, so that a dot in the table is never without its reason. */
export function problemNotes(survey: Survey, { style, home }: ProblemNotesOptions): readonly string[] {
  const careful = style.paint('warning', '▲');
  const names = new Map(
    survey.projects.flatMap((project) => [...worktreeNames(project, home)].map(([path, { name }]) => [path, name])),
  );
  const unread = survey.projects.flatMap(({ worktrees }) => worktrees.filter(hasUnread)).map(({ path }) => path);
  const name = (path: string): string => names.get(path) ?? homePath(path, home);
  const said = ({ worktree, message }: Problem): string =>
    worktree === undefined ? prose(message) : `${name(worktree)}: ${prose(message)}`;
  const [ofUnread, others] = divide(
    survey.problems,
    ({ worktree }) => worktree !== undefined && unread.includes(worktree),
  );
  const its = unread.length === 1 ? 'its' : 'their';
  return [
    ...(unread.length === 0
      ? []
      : [`${careful} Could not read ${counted(unread.length, 'worktree')}, so ${its} cells show ·`]),
    ...few(ofUnread.map((problem) => `    ${said(problem)}`)),
    ...few(others.map((problem) => `${careful} ${said(problem)}`)),
  ];
}

/** Whether the row of a worktree shows a dot of its own; a trunk that is unknown is the project's matter. */
function hasUnread({ state, changes, distance, head }: Surveyed, _index: number, all: readonly Surveyed[]): boolean {
  if (state === 'unreadable') return true;
  const trunkKnown = all.some((worktree) => worktree.distance !== null);
  return state === 'ok' && (changes === null || (trunkKnown && distance === null && head !== null));
}

/** A hundred torn transcripts are said in a few lines; JSON lists them all. */
function few(lines: readonly string[]): readonly string[] {
  if (lines.length <= most) return lines;
  return [...lines.slice(0, most), `    … and ${lines.length - most} more: kg list --json lists all of them`];
}

const most = 8;

function divide<T>(items: readonly T[], test: (item: T) => boolean): readonly [readonly T[], readonly T[]] {
  return [items.filter((item) => test(item)), items.filter((item) => !test(item))];
}
