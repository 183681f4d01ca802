import type { Reason } from '../../check/judge.ts';
import type { Session } from '../../sessions/session.ts';
import { counted } from '../counted.ts';
import { evidenceWords } from '../overlap/evidence-words.ts';
import { movedWords } from '../drift/words.ts';
import type { OverlapNames } from '../overlap/names.ts';
import { sessionWords } from '../overlap/who.ts';
import { shellPath } from '../shell.ts';
import { plain, prose } from '../text.ts';

export type CheckWordsOptions = {
  readonly names: OverlapNames;
  readonly sessions: ReadonlyMap<string, Session>;
  /** Path of the worktree that is judged, and its branch. */
  readonly worktree: string;
  readonly trunk: string | null;
  readonly home: string;
};

/** What was found, and the one thing to do next; `null` where there is nothing to do. */
export type ReasonWords = { readonly message: string; readonly next: string | null };

/** Puts a reason into words, without an end mark, so that it can stand in a list. */
export function reasonWords(reason: Reason, options: CheckWordsOptions): ReasonWords {
  return words[reason.code](reason, options);
}

const words: Readonly<Record<Reason['code'], (reason: Reason, how: CheckWordsOptions) => ReasonWords>> = {
  conflict: (reason, how) => overlapWords(reason, how, 'conflicts with', ', where a session is at work'),
  'conflict-at-rest': (reason, how) => overlapWords(reason, how, 'conflicts with', ''),
  near: (reason, how) => overlapWords(reason, how, 'changes lines next to those of', ', where a session is at work'),
  'shared-file': ({ paths = [] }) => ({
    message: `${files(paths)} changed by several sessions in this one worktree`,
    next: `see who did what: kg who ${shellPath(paths[0] ?? '', '')}`,
  }),
  'branch-switched': ({ session, from = '', to = '' }, how) => ({
    message: `HEAD was moved from ${plain(from)} to ${plain(to)} under ${who(session, how)}`,
    next: `tell that session, or move back: git switch ${plain(from)}`,
  }),
  unread: ({ detail = '' }) => ({ message: prose(detail), next: 'see what is wrong: kg doctor' }),
  semantic: ({ with: other = '', first, count = 1 }, how) => semanticWords({ other, first, count }, how),
  lacks: ({ with: other = '', paths = [], session }, how) => ({
    message: `${files(paths)}: ${who(session, how)} works without what ${how.names.name(other)} has committed`,
    next: `take it over: git merge ${how.names.selector(other)}`,
  }),
  uncommitted: ({ with: other = '', paths = [], session }, how) => ({
    message: `${files(paths)}: being changed in ${how.names.name(other)}, which ${who(session, how)} cannot have yet`,
    next: `commit in ${how.names.name(other)}, then here: git merge ${how.names.selector(other)}`,
  }),
  'read-before': ({ paths = [], session }, how) => ({
    message: `${files(paths)}: ${who(session, how)} last read ${paths.length === 1 ? 'it' : 'them'} before the change arrived`,
    next: `tell that session to read ${files(paths)} again`,
  }),
  'trunk-conflict': ({ with: trunk = 'the trunk', paths = [] }) => ({
    message: `${files(paths)}: merging ${plain(trunk)} would stop`,
    next: `settle it while it is small: git merge ${plain(trunk)}`,
  }),
  'two-sessions': ({ count = 2 }) => ({
    message: `${count} sessions are at work in this one worktree`,
    next: 'give one a worktree of its own: git worktree add',
  }),
  outside: ({ session, from = '', to = '', paths = [] }, how) => ({
    message:
      to === how.worktree
        ? `${who(session, how)}, at work in ${how.names.name(from)}, changed ${files(paths)} here`
        : `${who(session, how)} changed ${files(paths)} in ${how.names.name(to)}`,
    next: `see whether that was meant: kg who ${shellPath(paths[0] ?? '', '')}`,
  }),
  'resumed-elsewhere': ({ session, from = '' }, how) => ({
    message: `${who(session, how)} began in ${how.names.name(from)} and was resumed here`,
    next: `go on where it began: kg show ${how.names.selector(from)}`,
  }),
  crashed: ({ session }, how) => ({
    message: `${who(session, how)} was killed in the middle of its turn`,
    next: `look at what it left, and resume it: kg show ${how.names.selector(how.worktree)}`,
  }),
  operation: ({ detail = '' }) => ({
    message: `a ${plain(detail)} is parked here`,
    next:
      detail === 'bisect'
        ? 'end it: git bisect reset'
        : `finish or leave it: git ${plain(detail)} --continue, or --abort`,
  }),
  detached: ({ count = 0 }) => ({
    message: `${counted(count, 'commit')} on a detached HEAD, which no branch holds`,
    next: 'give them a name: git switch -c <branch>',
  }),
  'trunk-moved': ({ with: trunk = 'the trunk', moved }) => ({
    message: moved === undefined ? `${plain(trunk)} moved on` : movedWords(moved),
    next: `take it over when it suits: git merge ${plain(trunk)}`,
  }),
  'checkpoint-stale': ({ count = 0 }) => ({
    message: `${counted(count, 'file')} written here since the last checkpoint`,
    next: 'save where it stands: kg checkpoint',
  }),
};

function overlapWords(
  { with: other = '', paths = [] }: Reason,
  { names, worktree }: CheckWordsOptions,
  does: string,
  there: string,
): ReasonWords {
  return {
    message: `${files(paths)} ${does} ${names.name(other)}${there}`,
    next: `see both sides: kg overlap ${names.selector(worktree)} ${names.selector(other)} --diff`,
  };
}

/** The first mistake of a merge, with what each side did to that. */
function semanticWords(
  { other, first, count }: { readonly other: string; readonly first: Reason['first']; readonly count: number },
  { names, worktree, trunk }: CheckWordsOptions,
): ReasonWords {
  const there = names.name(other);
  const place = first === undefined ? 'a file' : `${plain(first.path)}:${first.line}`;
  const sides = [
    ...(first?.here == null ? [] : [`here ${evidenceWords(first.here)}`]),
    ...(first?.there == null ? [] : [`${there} ${evidenceWords(first.there)}`]),
  ];
  const more = count > 1 ? ` (and ${counted(count - 1, 'more mistake')})` : '';
  const what = first === undefined ? '' : `: ${prose(first.message).replace(/\.$/u, '')}`;
  const both = other === trunk ? '' : ` ${names.selector(other)}`;
  return {
    message: `${place} is wrong once merged with ${there}, though git merges it${[what, ...sides].join('; ')}${more}`,
    next: `see what each side did: kg overlap ${names.selector(worktree)}${both} --depth symbols`,
  };
}

function who(session: string | undefined, { sessions }: Pick<CheckWordsOptions, 'sessions'>): string {
  return session === undefined ? 'a session' : `“${sessionWords(session, sessions)}”`;
}

/** "src/a.ts", "src/a.ts and src/b.ts", "src/a.ts and 3 more files". */
function files(paths: readonly string[]): string {
  const [first = 'a file', second] = paths.map((path) => plain(path));
  if (second === undefined) return first;
  return paths.length === 2 ? `${first} and ${second}` : `${first} and ${paths.length - 1} more files`;
}
