import type { CommitCheck, CommitMeeting, MetLevel } from '../../hooks/git/commit-check.ts';
import type { AttributedFile } from '../../survey/overlap-picture.ts';
import type { Session } from '../../sessions/session.ts';
import type { Span } from '../list/cell.ts';
import type { OverlapNames } from '../overlap/names.ts';
import { changesOf, openness } from '../overlap/sides.ts';
import { sessionsById, whoOf } from '../overlap/who.ts';
import { fileWords, linesWords } from '../overlap/words.ts';
import { homePath } from '../path.ts';
import { statusWords } from '../list/session-cell.ts';

export type MeetingOptions = {
  readonly check: CommitCheck;
  readonly blocked: boolean;
  readonly names: OverlapNames;
  readonly now: Date;
  readonly home: string;
};

/** One line, which is yet to be fitted. */
export type Line = readonly Span[];

const indent: Span = { text: '    ' };

/** As many lines about what a commit meets: it is a whisper, and `kg overlap` has the rest. */
const MOST = 8;

/** With whom a commit collides, whose work that is, and in which lines; and the files that are told of so. */
export function meetingLines(
  meetings: readonly CommitMeeting[],
  options: MeetingOptions,
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
function filesOf(
  { level, files }: CommitMeeting,
  { blocked }: Pick<MeetingOptions, 'blocked'>,
): readonly AttributedFile[] {
  return level === 'file' && blocked ? files : files.filter((file) => file.level !== 'file');
}

/** What this commit does, and where the other worktree is. */
function header(
  { worktree, level }: CommitMeeting,
  { check, names, blocked, home }: MeetingOptions,
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
function who({ files }: CommitMeeting, { check, now }: MeetingOptions): Line {
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
