import type { CommitCheck, CommitMeeting, MetLevel } from '../hooks/git/commit-check.ts';
import type { AttributedFile } from '../survey/overlap-picture.ts';
import type { Session } from '../sessions/session.ts';
import { cell, fitCell, type Span } from './cell.ts';
import { counted } from './counted.ts';
import { overlapNames, type OverlapNames } from './overlap-names.ts';
import { changesOf, openness } from './overlap-sides.ts';
import { sessionsById, whoOf } from './overlap-who.ts';
import { fileWords, linesWords } from './overlap-words.ts';
import { homePath } from './path.ts';
import { statusWords } from './session-cell.ts';
import type { Style } from './style.ts';

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

/** As many lines about what a commit meets: it is a whisper, and `kg overlap` has the rest. */
const MOST = 8;
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

type Line = readonly Span[];
const indent: Span = { text: '    ' };
type Told = PreCommitOptions & { readonly names: OverlapNames };

function meetingLines(
  meetings: readonly CommitMeeting[],
  options: Told,
): { readonly lines: readonly Line[]; readonly shown: ReadonlySet<AttributedFile> } {
  const lines: Line[] = [];
  const shown = new Set<AttributedFile>();
  // With whom it collides matters more than where: each of several has two lines, with one of its files.
  const several = meetings.length > 2;
  const each = several ? 1 : Math.floor(MOST / meetings.length) - 2;
  for (const meeting of meetings.slice(0, MOST / 2)) {
    const files = filesOf(meeting, options).slice(0, each);
    const [head, place] = header(meeting, options, lines.length === 0);
    const whose = who(meeting, options);
    const heads = several
      ? [[...head, { text: '  ' }, ...whose]]
      : [
          [...head, ...place],
          [indent, ...whose],
        ];
    lines.push(...heads, ...files.map(fileLine));
    for (const file of files) shown.add(file);
  }
  return { lines, shown };
}

/** Of a meeting that is told for more than the same file, only what makes it so. */
function filesOf({ level, files }: CommitMeeting, { blocked }: Pick<Told, 'blocked'>): readonly AttributedFile[] {
  return level === 'file' && blocked ? files : files.filter((file) => file.level !== 'file');
}

/** What this commit does, and where the other worktree is. */
function header(
  { worktree, level }: CommitMeeting,
  { check, names, blocked, home }: Told,
  first: boolean,
): readonly [Line, Line] {
  const branch = check.worktrees.find(({ path }) => path === worktree)?.branch ?? null;
  const [sign, role] = blocked && first ? (['✗', 'failure'] as const) : (['▲', 'warning'] as const);
  const does: Line = [
    { text: sign, role },
    { text: ` This commit ${meets[level]} ` },
    { text: names.name(worktree), role: 'branch', give: 'middle' },
  ];
  return [does, branch === null ? [] : [{ text: ` (${homePath(worktree, home)})`, role: 'dim', give: 'middle' }]];
}

const meets: Readonly<Record<MetLevel, string>> = {
  conflict: 'conflicts with',
  near: 'changes lines near those of',
  file: 'changes a file that is also changed in',
};

/** Whose the work over there is, how they are, and when they last changed what this commit meets. */
function who({ files }: CommitMeeting, { check, now }: Told): Line {
  const open = openness(changesOf(other, files));
  if (check.sessions === null) return [{ text: `${open}; no time to read whose it is`, give: 'end' }];
  const sessions = sessionsById({ sessions: check.sessions });
  const changes = changesOf(other, files);
  const { words, ago } = whoOf(changes, { sessions, now });
  const status = statusOf(
    changes.flatMap((change) => change.sessions),
    sessions,
  );
  return [
    { text: [open, ago].filter((text) => text !== '').join(' '), role: 'dim' },
    { text: `  ${status === null ? '' : `${statusWords[status].word}: `}` },
    { text: words, give: 'end' },
  ];
}

/** The other worktree's side. */
const other = { name: '', worktree: true, side: ({ b }: AttributedFile) => b };

/** The status that matters most among those who changed it. */
function statusOf(
  hands: readonly { readonly id: string }[],
  sessions: ReadonlyMap<string, Session>,
): Session['status'] | null {
  const found = new Set(hands.flatMap(({ id }) => sessions.get(id)?.status ?? []));
  return urgent.find((status) => found.has(status)) ?? null;
}

const urgent: readonly Session['status'][] = ['active', 'waiting', 'idle', 'crashed', 'finished', 'unknown'];

function fileLine(file: AttributedFile): Line {
  return [
    indent,
    { text: file.path, role: 'path', give: 'middle' },
    { text: `  ${linesWords(file, 2)}  ${fileWords(file)}` },
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

function lateWords({ notLooked, looked, timeout }: CommitCheck, strict: boolean): string {
  const all = looked + notLooked.length;
  const through = strict ? ', so they stop nothing' : '';
  return `${notLooked.length} of ${counted(all, 'other worktree')} not looked at within ${timeout} ms${through}`;
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
  const fitted = whole ? cellSpans(spans) : fitCell({ spans }, width);
  return fitted
    .map(({ text, role }) => (role === undefined ? text : style.paint(role, text)))
    .join('')
    .trimEnd();
}

function cellSpans(spans: Line): Line {
  return spans.flatMap((span) => cell(span.text, span.role).spans);
}
