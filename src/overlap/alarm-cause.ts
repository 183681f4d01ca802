import { compare, newestFirst } from '../sessions/compare.ts';
import type { Writing } from '../sessions/session.ts';
import type { FileAlarm, Writer } from './written.ts';

/**
 * Pure: the session that most probably set off an alarm: of those that wrote the file after the alarmed one last knew it, and
 * before the alarm, the one that wrote last; edits go before what was only seen around commands. Of two that wrote at the same
 * instant it is the first by id, so that the answer is the same at every look. `null`: none did.
 */
export function alarmCause(
  { session, at }: FileAlarm,
  { writers, alarms }: { readonly writers: readonly Writer[]; readonly alarms: readonly FileAlarm[] },
): string | null {
  const alarmed = writers.find(({ id }) => id === session);
  if (at === null || alarmed === undefined) return null;
  const noticed = alarms.flatMap((other) => (other.session === session ? [other.at] : []));
  const known = lastKnown(alarmed, noticed, at);
  const candidates = writers.flatMap(({ id, writings }) =>
    id === session ? [] : writings.filter((one) => isBetween(one, known, at)).map((writing) => ({ id, writing })),
  );
  const edits = candidates.filter(({ writing }) => writing.grade === 'certain');
  const [cause] = (edits.length > 0 ? edits : candidates).toSorted(
    (a, b) => newestFirst(a.writing.at, b.writing.at) || compare(a.id, b.id),
  );
  return cause?.id ?? null;
}

/**
 * Since when at the latest the file was to the session as it had it: since it began, edited the file, was told of a change, or
 * ran a command that changed the file. The alarm of an edit has that edit's time.
 */
function lastKnown({ writings, life }: Writer, noticed: readonly (string | null)[], alarm: string): string | null {
  const written = writings.map(({ grade, from, at }) => (grade === 'certain' ? at : (from ?? at)));
  const times = [...written, ...noticed].filter((time) => time !== null && time < alarm);
  return [...times, life.from].toSorted(newestFirst)[0] ?? null;
}

function isBetween({ at, from }: Writing, known: string | null, alarm: string): boolean {
  return at !== null && (known === null || at > known) && (from ?? at) <= alarm;
}
