import type { Session, Status } from '../../sessions/session.ts';
import { age } from '../age.ts';
import type { Cell } from './cell.ts';
import type { Role } from '../style.ts';
import { prose } from '../text.ts';

/** A session's status with its age ("● waiting 9m"), and what may be added where there is room ("permission prompt"). */
export function sessionCell(session: Session, now: Date): Cell {
  const { word, sign, role } = statusWords[session.status];
  const since = age(session.since, now);
  const more = sessionDetails(session);
  return {
    spans: [
      { text: `${sign} ${word}`, role },
      { text: since === '' ? '' : ` ${since}`, role: 'dim' },
      { text: more.length === 0 ? '' : ` ${more.join(', ')}`, give: 'whole', role: 'dim' },
    ],
  };
}

/** What it waits for, the note on its status, and its kind unless it is an ordinary one. */
export function sessionDetails({ waitingFor, note, kind }: Session): readonly string[] {
  return [waitingFor, note, kind === 'interactive' ? undefined : kind].flatMap((text) =>
    text === undefined || text === '' ? [] : prose(text),
  );
}

/** What a session works on, under the name that it was given; empty when no source says. */
export function taskOf({ name, task }: Session): string {
  const given = name === null ? '' : prose(name);
  const work = task === null ? '' : prose(task);
  if (given === '' || work === '' || work.startsWith(given)) return work || given;
  return `${given}: ${work}`;
}

/** A full circle is a session that is at work or asks for something; the word says the same. */
export const statusWords: Readonly<
  Record<Status, { readonly word: string; readonly sign: string; readonly role: Role }>
> = {
  active: { word: 'active', sign: '●', role: 'active' },
  waiting: { word: 'waiting', sign: '●', role: 'waiting' },
  idle: { word: 'idle', sign: '○', role: 'dim' },
  finished: { word: 'finished', sign: '○', role: 'dim' },
  crashed: { word: 'crashed', sign: '✗', role: 'crashed' },
  unknown: { word: 'unknown', sign: '?', role: 'warning' },
};
