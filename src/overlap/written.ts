import { newestFirst } from '../sessions/compare.ts';
import { findOwner, foldPath, type Place } from '../sessions/owner.ts';
import type { Alarm, Session, Write, Writing } from '../sessions/session.ts';

/** What the sessions' own records tell of the files of worktrees. */
export type Written = {
  /** By the path of the worktree, then by `foldPath` of the path inside. */
  readonly files: ReadonlyMap<string, ReadonlyMap<string, WrittenFile>>;
  /** By the path of the worktree: every session that works, began or wrote there, by its id. */
  readonly residents: ReadonlyMap<string, ReadonlyMap<string, Life>>;
  readonly caseSensitive: boolean;
};

export type WrittenFile = {
  /** From the worktree on, with `/`, in the spelling of one of the writers. */
  readonly path: string;
  /** By the id of the session. */
  readonly writers: ReadonlyMap<string, Writer>;
  readonly alarms: readonly FileAlarm[];
};

/** An alarm, and the session that had it. */
export type FileAlarm = Pick<Alarm, 'at' | 'kind'> & { readonly session: string };

export type Writer = { readonly id: string; readonly life: Life; readonly writings: readonly Writing[] };

/** When a session was there, as ISO times. `null`: since nobody knows when, or to this day. */
export type Life = { readonly from: string | null; readonly to: string | null };

type Entry = {
  readonly path: string;
  readonly writers: Map<string, Writer>;
  readonly alarms: FileAlarm[];
};

/**
 * Pure: sorts what sessions wrote by worktree and file. A file belongs to the innermost worktree that its absolute path lies
 * in, wherever the session works: one session may write into several.
 */
export function sortWritten(options: {
  readonly sessions: readonly Session[];
  readonly worktrees: readonly Place[];
  /** Whether the file system tells `A` from `a`. Default: it does. */
  readonly caseSensitive?: boolean;
}): Written {
  const { sessions, worktrees, caseSensitive = true } = options;
  const owner = findOwner(worktrees, caseSensitive);
  const files = new Map(worktrees.map(({ path }) => [path, new Map<string, Entry>()]));
  const residents = new Map(worktrees.map(({ path }) => [path, new Map<string, Life>()]));

  const settle = (worktree: string | undefined, id: string, life: Life): void => {
    const lives = worktree === undefined ? undefined : residents.get(worktree);
    lives?.set(id, joined(lives.get(id) ?? life, life));
  };
  const entryOf = (absolute: string): (Entry & { readonly worktree: string }) | null => {
    const owned = owner(absolute);
    const inWorktree = owned === null ? undefined : files.get(owned.worktree);
    if (owned === null || inWorktree === undefined || !isContent(owned.inside)) return null;
    const key = foldPath(owned.inside, caseSensitive);
    const entry = inWorktree.get(key) ?? { path: owned.inside, writers: new Map(), alarms: [] };
    inWorktree.set(key, entry);
    return { ...entry, worktree: owned.worktree };
  };

  const seen = new Set<string>();
  for (const session of sessions) {
    const { id, cwd, originalCwd } = session;
    const life = lifeOf(session);
    for (const place of [cwd, originalCwd]) settle(place === null ? undefined : owner(place)?.worktree, id, life);
    // Two processes on one session are two rows with the same records.
    const isTold = seen.has(id);
    seen.add(id);
    for (const write of session.writes) {
      const entry = entryOf(write.path);
      settle(entry?.worktree, id, life);
      const before = entry?.writers.get(id);
      const writings = [...(before?.writings ?? []), ...(isTold ? [] : writingsOf(write))];
      entry?.writers.set(id, { id, life: joined(before?.life ?? life, life), writings });
    }
    for (const { path, at, kind } of isTold ? [] : (session.alarms ?? []))
      entryOf(path)?.alarms.push({ session: id, at, kind });
  }
  return { files, residents, caseSensitive };
}

/** A session that stopped was there until the last that is known of it; whether one of unknown status is, nobody knows. */
function lifeOf({ began, status, lastActivity, since }: Session): Life {
  const isOver = status === 'finished' || status === 'crashed' || status === 'unknown';
  return { from: began ?? null, to: isOver ? (lastActivity ?? since) : null };
}

function joined(one: Life, other: Life): Life {
  const isOver = one.to !== null && other.to !== null;
  return { from: one.from ?? other.from, to: isOver ? ([one.to, other.to].toSorted(newestFirst)[0] ?? null) : null };
}

function writingsOf({ at, grade, writings }: Write): readonly Writing[] {
  return writings ?? [{ at, grade }];
}

/** What lies in a git directory is no content of a worktree, and neither is the worktree itself. */
function isContent(inside: string): boolean {
  return inside !== '' && !inside.split('/').some((part) => part.toLowerCase() === '.git');
}
