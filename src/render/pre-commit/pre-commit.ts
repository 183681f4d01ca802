import type { CommitCheck, CommitMeeting } from '../../hooks/git/commit-check.ts';
import type { AttributedFile } from '../../survey/overlap-picture.ts';
import { fitCell } from '../list/cell.ts';
import { counted } from '../counted.ts';
import { overlapNames } from '../overlap/names.ts';
import { meetingLines, type Line } from './meetings.ts';
import type { Style } from '../style.ts';
import { plain } from '../text.ts';

export type PreCommitOptions = {
  readonly check: CommitCheck;
  /** Whether the commit is stopped. */
  readonly blocked: boolean;
  /** Whether it would be, if what could not be looked at held a conflict. */
  readonly strict: boolean;
  readonly style: Style;
  readonly now: Date;
  readonly home: string;
};

const WIDTH = 80;

/** What is said before a commit; nothing where there is nothing to say. Every line fits into 80 columns, in a pipe too. */
export function renderPreCommit(options: PreCommitOptions): readonly string[] {
  const { check, blocked, strict, style } = options;
  const names = overlapNames(check, options.home);
  const near = check.meetings.filter(({ level }) => level !== 'file');
  const told = blocked && near.length === 0 ? check.meetings : near;
  const { lines, shown } = meetingLines(told, { ...options, names });
  const [first] = told;
  const late = check.notLooked.length;
  const rest = [
    ...more(told, shown),
    ...namesOnly(check, told),
    ...check.problems.map(({ message, worktree }) =>
      careful(`${worktree === undefined ? '' : `${names.name(worktree)} was not compared: `}${message}`),
    ),
    ...changedLines(check, names),
    ...(late === 0 ? [] : [careful(lateWords(check, strict))]),
    ...(first === undefined
      ? []
      : [next(`To see both sides, run kg overlap @ ${names.selector(first.worktree)} --diff`)]),
    ...(blocked ? [next('The commit was stopped. To make it anyway, run git commit --no-verify')] : []),
  ];
  return [...lines, ...rest].map((spans) => paint(spans, style));
}

/** The line that says why a commit was not looked at, and goes through. */
export function renderNotChecked(message: string, style: Style): readonly string[] {
  return [
    paint([{ text: '▲', role: 'warning' }, { text: ` kg let this commit through unchecked: ${message}` }], style),
  ];
}

function more(told: readonly CommitMeeting[], shown: ReadonlySet<AttributedFile>): readonly Line[] {
  const hidden = told.map(({ level, files }) => ({
    level,
    count: files.filter((file) => file.level !== 'file' && !shown.has(file)).length,
  }));
  const files = hidden.reduce((sum, { count }) => sum + count, 0);
  if (files === 0) return [];
  const places = hidden.filter(({ count }) => count > 0).length;
  return [[{ text: `… and ${counted(files, 'more file')} in ${counted(places, 'worktree')} (kg overlap @)` }]];
}

/** Files that others have changed too, without more to say of them: one line for those that git merges, one for the rest. */
function namesOnly({ meetings }: CommitCheck, told: readonly CommitMeeting[]): readonly Line[] {
  const lesser = meetings.flatMap((meeting) => {
    if (told.includes(meeting) && meeting.level === 'file') return [];
    const files = meeting.files.filter(({ level }) => level === 'file');
    return files.map(({ path, note }) => ({
      path,
      worktree: meeting.worktree,
      merged: meeting.unchecked === undefined && note !== 'not compared',
    }));
  });
  return [true, false].flatMap((merged): readonly Line[] => {
    const some = lesser.filter((one) => one.merged === merged);
    if (some.length === 0) return [];
    const [paths, places] = [
      new Set(some.map(({ path }) => path)).size,
      new Set(some.map(({ worktree }) => worktree)).size,
    ];
    const what = `Changed elsewhere too, ${merged ? 'far apart' : 'not compared'}`;
    const where = `${counted(paths, 'file')} in ${counted(places, 'worktree')}`;
    return [[{ text: '○', role: 'dim' }, { text: ` ${what}: ${where} (kg overlap @)` }]];
  });
}

/** Of worktrees that there was no time to merge with, the names of files are known at most. */
function changedLines({ changedThere }: CommitCheck, names: ReturnType<typeof overlapNames>): readonly Line[] {
  const shown = changedThere.slice(0, MOST_NAMED);
  const rest = changedThere.length - shown.length;
  return [
    ...shown.map(({ worktree, paths }) => {
      const [path = ''] = paths;
      const others = paths.length === 1 ? '' : ` and ${counted(paths.length - 1, 'more file')}`;
      return careful(`${names.name(worktree)} has changed ${plain(path)}${others} too, not compared`);
    }),
    ...(rest === 0 ? [] : [careful(`${counted(rest, 'more worktree')} with changes of the same files, not compared`)]),
  ];
}

const MOST_NAMED = 3;

function lateWords({ notLooked, looked, timeout }: CommitCheck, strict: boolean): string {
  const all = looked + notLooked.length;
  const through = strict ? ', so they stop nothing' : '';
  return `${notLooked.length} of ${counted(all, 'other worktree')} not compared within ${timeout} ms${through}`;
}

function careful(text: string): Line {
  return [
    { text: '▲', role: 'warning' },
    { text: ` ${text}`, give: 'end' },
  ];
}

function next(text: string): Line {
  return [{ text: '↳', role: 'dim' }, { text: ` ${text}` }];
}

/** A command to copy is never cut: such a line may be longer. */
function paint(spans: Line, style: Style): string {
  const width = Math.min(WIDTH, style.columns ?? WIDTH);
  const whole = spans.every(({ give }) => give === undefined);
  const fitted = whole ? spans : fitCell({ spans }, width);
  return fitted
    .map(({ text, role }) => (role === undefined ? text : style.paint(role, text)))
    .join('')
    .trimEnd();
}
