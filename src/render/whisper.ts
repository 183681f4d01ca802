import type { OtherChange, Whisper } from '../whisper/whisper.ts';
import { age } from './age.ts';
import { plain, prose } from './text.ts';

/** What a session gets to read before it edits a file, or after a command of it changed some. Names in it are those of others. */
export function renderWhisper(options: {
  readonly whispers: readonly Whisper[];
  readonly when: 'before edit' | 'after command';
  readonly now: Date;
}): string {
  const { whispers, when, now } = options;
  const shown = whispers.slice(0, MOST_FILES);
  const lines = shown.flatMap(({ path, others }) => {
    const told = others.slice(0, MOST_OTHERS).map((other) => `- ${otherLine(other, now)}`);
    const rest = others.length - told.length;
    return [
      `kg: ${opening(plain(path), others, when)}`,
      ...told,
      ...(rest > 0 ? [`- and in ${rest} more ${rest === 1 ? 'place' : 'places'}`] : []),
    ];
  });
  const left = whispers.length - shown.length;
  if (left > 0) lines.push(`kg: the same of ${left} more ${left === 1 ? 'file' : 'files'}`);
  const together = shown
    .flatMap(({ others }) => others)
    .find(({ where, verdict }) => where === 'worktree' && verdict !== 'alone');
  if (together !== undefined) {
    const name = together.branch ?? together.worktree;
    // A name that a shell or kg would take for something else is left to the reader.
    if (/^[\w./][\w./-]*$/u.test(name)) lines.push(`To see both sides, run kg overlap @ ${name} --diff`);
  }
  return lines.join('\n');
}

const MOST_FILES = 6;
const MOST_OTHERS = 4;

function opening(path: string, others: readonly OtherChange[], when: 'before edit' | 'after command'): string {
  const also =
    when === 'before edit' ? 'is also being changed' : 'was changed by this command and is also being changed';
  return others.every(({ where }) => where === 'here')
    ? `${path} ${also} by another session in this worktree:`
    : `${path} ${also} elsewhere:`;
}

function otherLine(other: OtherChange, now: Date): string {
  const { where, worktree, branch, as: path, change, state, lines, sessions, at } = other;
  const place =
    where === 'here' ? [] : [branch === null ? plain(worktree) : `${short(plain(branch))} (${plain(worktree)})`];
  const who = sessions.slice(0, 2).map(({ id, name, task, status }) => {
    const called = name ?? task;
    return `session ${called === null ? id.slice(0, 8) : `"${short(prose(called))}"`} (${status})`;
  });
  const when = age(at, now);
  const did = [
    ...(change === null
      ? [where === 'here' ? 'changed it' : 'changed']
      : [`${change}${path === undefined ? '' : ` as ${plain(path)}`}`]),
    ...(lines.length === 0 ? [] : [ranges(lines)]),
    ...(state === null ? [] : [states[state]]),
    ...(when === '' ? [] : [when === 'now' ? 'just now' : `${when} ago`]),
  ];
  const edit = other.edit === null || other.edit === 'apart' ? [] : [edits[other.edit]];
  return `${[...place, ...who].join(', ')}: ${did.join(', ')}. ${[verdictWords(other), ...edit].join(' ')}`.trim();
}

function verdictWords({ verdict, kind, where }: OtherChange): string {
  if (where === 'here') return 'Both write the same file on disk; read it again before editing.';
  if (verdict === 'conflict') {
    const what = kind === undefined || kind === 'content' ? 'a conflict' : `a conflict (${kind})`;
    return `Merging both as they stand now, git stops with ${what}.`;
  }
  if (verdict === 'near') return 'Merges as both stand now, with changes at most three lines apart.';
  if (verdict === 'file') return 'Merges as both stand now.';
  return verdict === 'alone' ? 'Not changed in this worktree so far.' : 'Not compared.';
}

const states = { committed: 'committed', uncommitted: 'not committed', both: 'partly committed' } as const;
const edits = { meets: 'This edit meets those lines.', near: 'This edit comes within three lines of those.' } as const;

const MOST_RANGES = 5;

function ranges(lines: OtherChange['lines']): string {
  const some = lines.slice(0, MOST_RANGES).map(([from, to]) => (from === to ? String(from) : `${from}–${to}`));
  const [first] = lines;
  const one = lines.length === 1 && first?.[0] === first?.[1];
  const rest = lines.length - some.length;
  return `${one ? 'line' : 'lines'} ${some.join(', ')}${rest > 0 ? ` and ${rest} more places` : ''}`;
}

const LONGEST_NAME = 60;

function short(text: string): string {
  return text.length <= LONGEST_NAME ? text : `${text.slice(0, LONGEST_NAME - 1).toWellFormed()}…`;
}
