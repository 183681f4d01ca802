import type { Transition } from '../notify/transitions.ts';
import { fit, plain, prose } from './text.ts';
import { taskOf } from './list/session-cell.ts';
import { counted } from './counted.ts';
import { folderName } from './path.ts';

/** A notification: what it says, and what can be done from it. `Click` is whatever the one who shows it understands. */
export type Notice<Click> = {
  /** A new notice takes the place of the one in the same slot. */
  readonly slot: string;
  readonly title: string;
  readonly body: string;
  readonly urgent: boolean;
  /** The first is also what a click on the notice itself does. */
  readonly actions: readonly { readonly key: string; readonly label: string; readonly click: Click }[];
};

/** Words for one transition, without what can be done. All text is one line, and harmless. */
export function noticeWords(transition: Transition): Pick<Notice<never>, 'title' | 'body'> {
  if (transition.to === 'conflict') {
    const { a, b, files } = transition.conflict;
    const [file, ...others] = files;
    const more = others.length === 0 ? '' : `, and ${counted(others.length, 'other file')}`;
    return {
      title: `Conflict: ${name(a)} ↔ ${name(b)}`,
      body: file === undefined ? 'Git could not merge them by itself' : `${plain(file)}${more}`,
    };
  }
  const { session, worktree } = transition.row;
  const where = worktree === null ? folderName(session.cwd ?? session.id) : name(worktree);
  const task = fit(taskOf(session), 120);
  const reason = session.waitingFor === undefined ? 'for an answer' : `for you: ${prose(session.waitingFor)}`;
  const words = transition.to === 'waiting' ? `waits ${reason}` : 'crashed in the middle of a turn';
  return { title: `${where} ${words}`, body: task };
}

/** Words for several at once. */
export function manyWords(transitions: readonly Transition[]): Pick<Notice<never>, 'title' | 'body'> {
  const number = (to: Transition['to']) => transitions.filter((one) => one.to === to).length;
  const parts = [
    number('waiting') > 0 ? `${number('waiting')} waiting` : '',
    number('crashed') > 0 ? `${number('crashed')} crashed` : '',
    number('conflict') > 0 ? counted(number('conflict'), 'new conflict') : '',
  ];
  return {
    title: `kg: ${parts.filter((part) => part !== '').join(', ')}`,
    body: transitions
      .slice(0, 5)
      .map((one) => noticeWords(one).title)
      .join('\n'),
  };
}

function name({ branch, path }: { readonly branch: string | null; readonly path: string }): string {
  return branch === null ? folderName(path) : plain(branch);
}
