import type { Session } from '../../sessions/session.ts';
import type { Project, Survey, Surveyed } from '../../survey/surveyed.ts';
import { counted } from '../counted.ts';
import { conflictingPairs } from '../overlap/cell.ts';
import { problemNotes } from '../problem-notes.ts';
import { shellPath, shellWord } from '../shell.ts';
import type { Style } from '../style.ts';

export type ListNotesOptions = {
  readonly survey: Survey;
  readonly style: Style;
  readonly notesStyle?: Style;
  readonly home: string;
  readonly finishedAfter?: string;
  /** Names of the columns that were dropped. */
  readonly hidden: readonly string[];
};

/** What is said below the table: what could not be read, the sums, and what may be done next. A pipe only gets the first. */
export function listNotes(options: ListNotesOptions): readonly string[] {
  const { survey, home, style, notesStyle = style, hidden } = options;
  const problems = problemNotes(survey, { style: notesStyle, home });
  if (style.columns === null) return problems;
  const say = (text: string): string => `${notesStyle.paint('dim', '○')} ${notesStyle.paint('dim', text)}`;
  const next = (text: string): string => `${notesStyle.paint('dim', '↳')} ${text}`;
  if (survey.projects.length === 0) {
    return [
      ...problems,
      say('No project with a worktree or a session found'),
      ...elsewhere(survey).flatMap(tell(say, next)),
    ];
  }
  const told = [folded(options), elsewhere(survey)].flat().flatMap(tell(say, next));
  const sums = say(`${sentence(summary(survey))}${hidden.length === 0 ? '' : ` (hidden: ${hidden.join(', ')})`}`);
  return ['', ...problems, sums, ...hints(survey, home).map(next), ...told];
}

type Told = { readonly what: string; readonly how: string };

function tell(say: (text: string) => string, next: (text: string) => string): (told: Told) => readonly string[] {
  return ({ what, how }) => [say(what), next(how)];
}

function summary({ projects }: Survey): string {
  const worktrees = projects.flatMap((project) => project.worktrees).filter(({ state }) => state !== 'bare');
  const sessions = shownSessions(projects);
  const having = (status: Session['status']): number => sessions.filter((session) => session.status === status).length;
  const conflicts = projects.reduce((sum, project) => sum + conflictingPairs(project), 0);
  return [
    ...(projects.length > 1 ? [counted(projects.length, 'project')] : []),
    counted(worktrees.length, 'worktree'),
    counted(sessions.length, 'session'),
    ...(having('waiting') > 0 ? [`${having('waiting')} waiting for an answer`] : []),
    ...(having('crashed') > 0 ? [`${having('crashed')} crashed`] : []),
    ...(having('unknown') > 0 ? [`${having('unknown')} unknown`] : []),
    ...(conflicts > 0 ? [counted(conflicts, 'conflict')] : []),
  ].join(', ');
}

function sentence(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

function shownSessions(projects: readonly Project[]): readonly Session[] {
  return projects.flatMap(({ worktrees, removed }) => [...worktrees, ...removed].flatMap(({ sessions }) => sessions));
}

/** One hint: the most urgent of what the table shows. */
function hints({ projects }: Survey, home: string): readonly string[] {
  const worktrees = projects.flatMap((project) => project.worktrees);
  const first = (status: Session['status']): Surveyed | undefined =>
    worktrees.find(({ sessions }) => sessions.some((session) => session.status === status));
  const show = (worktree: Surveyed): string => `kg show ${selector(worktree, { projects, home })}`;
  const colliding = projects.find((project) => conflictingPairs(project) > 0);
  if (colliding !== undefined) {
    const where = projects.length === 1 ? '' : ` -C ${shellPath(colliding.root, home)}`;
    return [`To see the conflicting lines, run kg overlap${where}`];
  }
  const waiting = first('waiting');
  if (waiting !== undefined) return [`To see what is waited for, run ${show(waiting)}`];
  const crashed = first('crashed');
  if (crashed !== undefined) return [`To get back into the crashed session, run ${show(crashed)}`];
  const [only, ...others] = worktrees;
  const root = projects[0]?.root ?? '';
  if (only === undefined || others.length > 0 || only.sessions.length > 0 || only.state !== 'ok') return [];
  return [`To start a second one, run git worktree add ${shellPath(`${root}.cart`, home)} -b feature/cart`];
}

/** What `kg show` understands from where the list was made: a branch that is unique, else the path. */
function selector(
  { branch, path }: Surveyed,
  where: { readonly projects: readonly Project[]; readonly home: string },
): string {
  const same = where.projects.flatMap(({ worktrees }) => worktrees.filter((worktree) => worktree.branch === branch));
  const unique = branch !== null && where.projects.length === 1 && same.length === 1;
  return unique && !branch.startsWith('-') ? shellWord(branch) : shellPath(path, where.home);
}

function folded({ survey, finishedAfter }: ListNotesOptions): readonly Told[] {
  const number = survey.projects
    .flatMap(({ worktrees }) => worktrees)
    .reduce((sum, worktree) => sum + worktree.folded, 0);
  if (number === 0) return [];
  const [old, than] = finishedAfter ? ['finished', ` older than ${finishedAfter}`] : ['old finished', ''];
  return [
    {
      what: `${counted(number, `${old} session`)}${than} not shown`,
      how: `To see ${number === 1 ? 'it' : 'them'}, run kg list ${survey.projects.length > 1 ? '--all ' : ''}--finished`,
    },
  ];
}

function elsewhere(survey: Survey): readonly Told[] {
  const count = (gone: boolean): number =>
    survey.elsewhere.filter((place) => place.gone === gone).reduce((sum, { sessions }) => sum + sessions.length, 0);
  const [outside, gone] = [count(false), count(true)];
  if (outside + gone === 0) return [];
  const parts = [
    ...(outside > 0 ? [`${outside} in no repository`] : []),
    ...(gone > 0 ? [`${gone} in ${gone === 1 ? 'a directory that is' : 'directories that are'} gone`] : []),
  ];
  return [
    {
      what: `${counted(outside + gone, 'session')} elsewhere: ${parts.join(', ')}`,
      how: 'To list them, run kg list --all --elsewhere',
    },
  ];
}
