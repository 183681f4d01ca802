import type { Attention } from '../attention.ts';
import type { Config } from '../config/settle.ts';
import { isQuiet, parseQuietHours } from '../notify/quiet-hours.ts';
import { transitionsOf, type Told, type Transition } from '../notify/transitions.ts';
import { manyWords, noticeWords, type Notice } from '../render/notice.ts';
import type { Click } from './click.ts';

/** Notices to show, and slots to clear. */
export type Notices = {
  readonly show: readonly Notice<Click>[];
  readonly withdraw: readonly string[];
  readonly told: Told | null;
};

/** More than this at once (after a night, say) are told in one notice. */
const mostAtOnce = 3;

/** Decides which notices a picture is worth. Pure. */
export function noticesOf(asked: {
  readonly attention: Attention;
  readonly told: Told | null;
  readonly now: Date;
  readonly silent: boolean;
  /** Whether sessions may be missing from the picture: then nothing that is missing is over. */
  readonly blind: boolean;
  readonly tray: Config['tray'];
}): Notices {
  const { attention, told: before, now, silent, blind, tray } = asked;
  // The first look ever is one that sees.
  if (blind && before === null) return { show: [], withdraw: [], told: null };
  const quiet = silent || isQuiet(parseQuietHours(tray.quietHours), now);
  const { tell, over, standing, told } = transitionsOf({ attention, told: before, now, kinds: tray.notify, quiet });
  const show = tell.length > mostAtOnce ? [together(tell)] : tell.map(noticeOf);
  // A session that waits again holds the slot of its earlier waits.
  const taken = new Set(standing.map(slotOf));
  if (blind) return { show, withdraw: [], told: { ...before, ...told } };
  return { show, withdraw: [...new Set(over.map(slotOf))].filter((slot) => !taken.has(slot)), told };
}

/** One slot a session and one a conflict: what is new about them takes the place of what was. */
function slotOf(key: string): string {
  return key.replace(/^(?:waiting|crashed):/u, 'session:').replace(/@[^@]*$/u, '');
}

function noticeOf(transition: Transition): Notice<Click> {
  return {
    slot: slotOf(transition.key),
    ...noticeWords(transition),
    urgent: transition.to !== 'waiting',
    actions: actionsOf(transition),
  };
}

function actionsOf(transition: Transition): Notice<Click>['actions'] {
  if (transition.to === 'conflict') {
    const { a, b } = transition.conflict;
    return [{ key: 'conflict', label: 'Show lines', click: { do: 'conflict', a: a.path, b: b.path } }];
  }
  const { id, pid } = transition.row.session;
  const jump = { key: 'jump', label: 'Jump to terminal', click: { do: 'jump', session: id } } as const;
  const checkpoint = { key: 'checkpoint', label: 'Last checkpoint', click: { do: 'checkpoint', session: id } } as const;
  return transition.to === 'waiting' && pid !== undefined ? [jump, checkpoint] : [checkpoint];
}

function together(transitions: readonly Transition[]): Notice<Click> {
  return { slot: 'several', ...manyWords(transitions), urgent: false, actions: [] };
}
