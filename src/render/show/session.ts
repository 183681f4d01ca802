import type { Session } from '../../sessions/session.ts';
import { age } from '../age.ts';
import { homePath } from '../path.ts';
import { sessionDetails, statusWords, taskOf } from '../list/session-cell.ts';
import type { Style } from '../style.ts';
import { plain, prose } from '../text.ts';

export type ShowSessionOptions = {
  readonly style: Style;
  readonly now: Date;
  readonly home: string;
  readonly resume: ReadonlyMap<string, string>;
};

/** A session with the evidence of its status and the way back in. */
export function showSession(session: Session, { style, now, home, resume }: ShowSessionOptions): readonly string[] {
  const { word, sign, role } = statusWords[session.status];
  const since = age(session.since, now);
  const details = sessionDetails(session);
  const fact = (name: string, text: string): string => `  ${style.paint('dim', name.padEnd(13))}${text}`;
  const command = resume.get(session.id);
  const task = taskOf(session);
  const ago = age(session.lastActivity, now);
  return [
    [
      style.paint(role, `${sign} ${word}`),
      ...(since === '' ? [] : [style.paint('dim', since)]),
      ...(details.length === 0 ? [] : [style.paint('dim', details.join(', '))]),
    ].join(' '),
    ...(task === '' ? [] : [fact('task', task)]),
    ...(session.lastAction === null ? [] : [fact('last action', prose(session.lastAction))]),
    ...(ago === '' ? [] : [fact('last active', ago === 'now' ? 'now' : `${ago} ago`)]),
    ...(session.cwd === null ? [] : [fact('directory', homePath(session.cwd, home))]),
    ...(session.originalCwd === null ? [] : [fact('came from', homePath(session.originalCwd, home))]),
    fact('session', plain(session.id) + (session.pid === undefined ? '' : `, process ${session.pid}`)),
    fact('transcript', session.transcript === null ? 'none' : homePath(session.transcript, home)),
    ...session.evidence.map(({ source, says }, index) =>
      fact(index === 0 ? 'evidence' : '', `${source}: ${prose(says)}`),
    ),
    ...(command === undefined ? [] : [`${style.paint('dim', '↳')} To get back in, run ${plain(command)}`]),
  ];
}
