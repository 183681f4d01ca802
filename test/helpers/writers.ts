/** Sessions that wrote files of the worktree `/code/shop`, on one day: times are hours and minutes of it. */
import type { Place } from '../../src/sessions/owner.ts';
import type { Alarm, Session, Write, Writing } from '../../src/sessions/session.ts';
import { session as plainSession } from './shop.ts';

export function place(path: string): Place {
  return { path, realPath: path };
}

/** At work in the worktree unless told; its id is its name. */
export function session(id: string, fields: Partial<Session> = {}): Session {
  const { began, lastActivity, ...more } = fields;
  const life = began === undefined ? {} : { began: clock(began) };
  return plainSession({
    id,
    cwd: '/code/shop',
    ...life,
    lastActivity: lastActivity === null ? null : clock(lastActivity ?? '12:30'),
    ...more,
  });
}

/** One entry of what a session wrote: the newest time, and older ones. A relative path is one of the worktree. */
export function wrote(
  path: string,
  at: string | null,
  last: Partial<Writing> = {},
  ...older: readonly Writing[]
): Write {
  const newest: Writing = { grade: 'certain', ...last, at };
  const writings = [newest, ...older].map(timed);
  const grade = writings.some((writing) => writing.grade === 'certain') ? 'certain' : 'likely';
  return { path: absolute(path), at: writings[0]?.at ?? null, grade, writings };
}

function timed(writing: Writing): Writing {
  const at = writing.at === null ? null : clock(writing.at);
  return { ...writing, at, ...(writing.from === undefined ? {} : { from: clock(writing.from) }) };
}

/** The client's word that a file changed. */
export function alarm(path: string, at: string | null, kind: Alarm['kind'] = 'changed-on-disk'): Alarm {
  return { path: absolute(path), at: at === null ? null : clock(at), kind };
}

/** `12:05` of the day, or a whole time as it is. */
export function clock(time: string): string {
  return /^\d\d:\d\d$/u.test(time) ? `2026-11-22T${time}:00.000Z` : time;
}

function absolute(path: string): string {
  return /^(?:\/|[a-z]:)/iu.test(path) ? path : `/code/shop/${path}`;
}
