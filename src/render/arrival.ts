import type { Arrival } from '../whisper/arrival.ts';
import { age } from './age.ts';
import { renderBrief } from './brief.ts';
import { plain, prose } from './text.ts';

/** At most this many characters: it stands at the beginning of every session. */
export const LONGEST_ARRIVAL = 400;

/** What a session gets to read when it begins; `null` where there is nothing to say. Names in it are those of others. */
export function renderArrival(arrival: Arrival, now: Date): string | null {
  const { own, others, checkpoint, drift, branches } = arrival;
  const collisions = own.overlap.level === 'conflict' ? own.overlap.with : [];
  const names = collisions.map((path) => short(plain(branches.get(path) ?? path), 40));
  const sentences = [
    ...(names.length === 0 ? [] : [`Conflicts as it stands: this worktree with ${names.slice(0, 3).join(', ')}.`]),
    ...(checkpoint === null ? [] : [lastCheckpoint(checkpoint, now)]),
    ...(drift.length === 0 ? [] : [drifted(drift, branches)]),
    ...others.map((other) => otherSession(other, own.path, now)),
  ];
  if (sentences.length === 0) return null;
  if (checkpoint !== null && sentences.length === 1) return renderBrief(checkpoint);
  const hint = 'More: kg list.';
  let text = 'kg:';
  for (const [at, sentence] of sentences.entries()) {
    const rest = sentences.length - at;
    const ending = rest > 1 ? ` And ${rest - 1} more. ${hint}` : ` ${hint}`;
    if (text.length + 1 + sentence.length + ending.length > LONGEST_ARRIVAL) return `${text} And ${rest} more. ${hint}`;
    text = `${text} ${sentence}`;
  }
  return `${text} ${hint}`;
}

function lastCheckpoint({ at, goal, note, next }: NonNullable<Arrival['checkpoint']>, now: Date): string {
  const about = note ?? next[0]?.text ?? goal[0]?.text;
  const when = age(at, now);
  const words = about === undefined ? '' : `: ${short(prose(about), 90)}`;
  return `Last checkpoint here${when === '' ? '' : ` ${when === 'now' ? 'just now' : `${when} ago`}`}${words}.`;
}

function drifted(drift: Arrival['drift'], branches: Arrival['branches']): string {
  const [first] = drift;
  if (first === undefined) return '';
  const { path, writer } = first;
  const where = 'trunk' in writer ? writer.trunk : (branches.get(writer.worktree) ?? writer.worktree);
  const rest = drift.length === 1 ? '' : `, and ${drift.length - 1} more (kg drift)`;
  return `Read here, changed since in ${short(plain(where), 40)}: ${short(plain(path), 60)}${rest}.`;
}

function otherSession({ session, worktree }: Arrival['others'][number], own: string, now: Date): string {
  const where =
    worktree.path === own ? 'in this worktree too' : `in ${short(plain(worktree.branch ?? worktree.path), 40)}`;
  const task = session.name ?? session.task;
  const since = age(session.since, now);
  const status = since === '' || since === 'now' ? session.status : `${session.status} for ${since}`;
  return `${task === null ? 'A session' : `"${short(prose(task), 60)}"`} works ${where} (${status}).`;
}

function short(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1).toWellFormed()}…`;
}
