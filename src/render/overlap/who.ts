import type { AttributedSide, OverlapPicture } from '../../survey/overlap-picture.ts';
import type { Session } from '../../sessions/session.ts';
import { age } from '../age.ts';
import { taskOf } from '../list/session-cell.ts';
import { plain } from '../text.ts';

/** Who made changes, and when: nothing that is not certain reads as if it were. */
export type Who = { readonly words: string; readonly ago: string };

type Sides = readonly Pick<AttributedSide, 'sessions'>[];

/** The sessions by id, for their words. */
export function sessionsById({ sessions }: Pick<OverlapPicture, 'sessions'>): ReadonlyMap<string, Session> {
  return new Map(sessions.map((session) => [session.id, session]));
}

/** What a session is called: its name and task, else the beginning of its id. */
export function sessionWords(id: string, sessions: ReadonlyMap<string, Session>): string {
  const session = sessions.get(id);
  const words = session === undefined ? '' : taskOf(session);
  return words === '' ? `session ${plain(id.slice(0, 8))}` : words;
}

/** Whether the same sessions, as surely, made the changes of all sides. */
export function sameHands(sides: Sides): boolean {
  return new Set(sides.map(({ sessions }) => handsOf(sessions).join('\n'))).size <= 1;
}

function handsOf(sessions: AttributedSide['sessions']): readonly string[] {
  return sessions.map(({ id, grade }) => `${grade} ${id}`).toSorted();
}

/** What is said where no record tells who made a change. */
export const unknown = 'no known session';

/** Who made the changes of sides that have the same hands. */
export function whoOf(
  sides: Sides,
  { sessions, now }: { readonly sessions: ReadonlyMap<string, Session>; readonly now: Date },
): Who {
  const all = sides.flatMap((side) => side.sessions);
  const ids = (grade: AttributedSide['sessions'][number]['grade']): readonly string[] => [
    ...new Set(all.filter((one) => one.grade === grade).map(({ id }) => id)),
  ];
  const list = (grade: AttributedSide['sessions'][number]['grade']): string =>
    ids(grade)
      .map((id) => sessionWords(id, sessions))
      .join('; ');
  const parts = [
    list('certain'),
    ...(ids('likely').length === 0 ? [] : [`likely ${list('likely')}`]),
    ...(ids('shared').length === 0 ? [] : [`one of: ${list('shared')}`]),
  ].filter((part) => part !== '');
  const newest =
    all
      .flatMap(({ at }) => at ?? [])
      .toSorted()
      .at(-1) ?? null;
  const since = age(newest, now);
  return {
    words: parts.length === 0 ? unknown : parts.join('; '),
    ago: since === '' || since === 'now' ? since : `${since} ago`,
  };
}
