import { compare, newestFirst } from '../sessions/compare.ts';
import type { Alarm, Writing } from '../sessions/session.ts';
import { alarmCause } from './alarm-cause.ts';
import type { Writer, Written, WrittenFile } from './written.ts';

/** A file of one worktree that several sessions wrote, without knowing of each other: git has no difference between them. */
export type SharedFile = {
  /** As git names it. */
  readonly worktree: string;
  /** From the worktree on, with `/`. */
  readonly path: string;
  /** Ids, the one that wrote last first. */
  readonly sessions: readonly string[];
  /** In the same order. */
  readonly writers: readonly SharedWriter[];
  /** What the client itself noticed, newest first. */
  readonly alarms: readonly SharedAlarm[];
};

export type SharedWriter = {
  readonly id: string;
  /** `likely`: it only changed during shell commands of the session, and nobody else's records explain that. */
  readonly grade: 'certain' | 'likely';
  readonly first: string | null;
  readonly last: string | null;
  /** Its subagents that wrote the file, as `agent-<id>`. */
  readonly subagents?: readonly string[];
};

export type SharedAlarm = {
  /** Under whose hands the file changed. */
  readonly session: string;
  readonly at: string | null;
  readonly kind: Alarm['kind'];
  /**
   * The session that wrote the file since this one last knew it. `null`: none is known to, so it was a command of its own, a
   * person or another program.
   */
  readonly by: string | null;
};

/**
 * Pure: files that two sessions wrote in one worktree. They collide when one was still there as the other changed what it had
 * written, or when the client of one says that the file changed under its hands: who begins after the other has ended starts
 * from its result, as on any commit. What collided between sessions that are both over since before `before` (ISO time) is
 * past. A session and its own subagents do not collide: it answers for them.
 */
export function sharedWorktree(options: { readonly written: Written; readonly before: string }): readonly SharedFile[] {
  const { written, before } = options;
  const shared = [...written.files].flatMap(([worktree, files]) =>
    [...files.values()].flatMap((file) => (file.writers.size < 2 ? [] : (sharedFile(worktree, file, before) ?? []))),
  );
  return shared.toSorted(
    (a, b) =>
      newestFirst(a.writers[0]?.last ?? null, b.writers[0]?.last ?? null) ||
      compare(a.worktree, b.worktree) ||
      compare(a.path, b.path),
  );
}

function sharedFile(worktree: string, file: WrittenFile, before: string): SharedFile | null {
  const all = [...file.writers.values()].map((writer) => withOwnWritings(writer, file));
  const alarms = file.alarms.map((alarm): SharedAlarm => ({
    session: alarm.session,
    at: alarm.at,
    kind: alarm.kind,
    by: alarmCause(alarm, { writers: all, alarms: file.alarms }),
  }));
  const colliding = all.filter((one) => all.some((other) => isColliding(one, other, { alarms, before })));
  if (colliding.length < 2) return null;
  const writers = colliding.map(toWriter).toSorted((a, b) => newestFirst(a.last, b.last) || compare(a.id, b.id));
  const sessions = writers.map(({ id }) => id);
  return {
    worktree,
    path: file.path,
    sessions,
    writers,
    alarms: alarms
      .filter(({ session }) => sessions.includes(session))
      .toSorted((a, b) => newestFirst(a.at, b.at) || compare(a.session, b.session)),
  };
}

function isColliding(
  one: Writer,
  other: Writer,
  { alarms, before }: { readonly alarms: readonly SharedAlarm[]; readonly before: string },
): boolean {
  const isOver = ({ life }: Writer): boolean => life.to !== null && life.to < before;
  if (family(one) === family(other) || (isOver(one) && isOver(other))) return false;
  const isAlarm = ({ session, by }: SharedAlarm): boolean =>
    (session === one.id && by === other.id) || (session === other.id && by === one.id);
  return wasThere(one, other) || wasThere(other, one) || alarms.some(isAlarm);
}

/**
 * The changes that are the session's own. One that was seen around a shell command may be another session's, made meanwhile;
 * then it is no second change, unless that session was surprised by it.
 */
function withOwnWritings(writer: Writer, { writers, alarms }: WrittenFile): Writer {
  const others = [...writers.values()].filter((other) => other.id !== writer.id);
  const isOthers = (writing: Writing): boolean =>
    others.some(
      ({ id, writings }) =>
        writings.some((one) => isMeanwhile(one, writing)) &&
        !alarms.some(({ session, at }) => session === id && isSince(at, startOf(writing))),
    );
  const writings = writer.writings.filter((writing) => writing.grade === 'certain' || !isOthers(writing));
  return { id: writer.id, life: writer.life, writings };
}

function isMeanwhile(one: Writing, other: Writing): boolean {
  return isSince(one.at, startOf(other)) && isSince(other.at, startOf(one));
}

/** Whether `early` was still there when `late` wrote the file after it. */
function wasThere(early: Writer, late: Writer): boolean {
  return late.writings.some(
    ({ at }) => isSince(early.life.to, at) && early.writings.some((writing) => isSince(at, startOf(writing))),
  );
}

/** What is not known is taken for true: a collision that may be none is looked at, one that is kept back is not. */
function isSince(time: string | null, since: string | null): boolean {
  return time === null || since === null || time >= since;
}

function startOf({ from, at }: Writing): string | null {
  return from ?? at;
}

function family({ id }: Writer): string {
  return id.replace(/\/.*/su, '');
}

function toWriter({ id, writings }: Writer): SharedWriter {
  const times = writings.map(({ at }) => at).toSorted(newestFirst);
  const subagents = [...new Set(writings.flatMap(({ by }) => by ?? []))].toSorted(compare);
  return {
    id,
    grade: writings.some(({ grade }) => grade === 'certain') ? 'certain' : 'likely',
    first: times.findLast((time) => time !== null) ?? null,
    last: times[0] ?? null,
    ...(subagents.length === 0 ? {} : { subagents }),
  };
}
