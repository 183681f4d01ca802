import { describe, expect, test } from 'vitest';
import { attentionOf, type Attention } from '../../src/attention.ts';
import { isQuiet, parseQuietHours } from '../../src/notify/quiet-hours.ts';
import { transitionKinds } from '../../src/notify/transition-kind.ts';
import { transitionsOf, type Told } from '../../src/notify/transitions.ts';
import { manyWords, noticeWords } from '../../src/render/notice.ts';
import type { Session } from '../../src/sessions/session.ts';
import { noticesOf } from '../../src/tray/notifier.ts';
import {
  auth,
  cart,
  mainWorktree,
  minutesAgo,
  now,
  project,
  session,
  shop,
  survey,
  worktree,
} from '../helpers/shop.ts';

const later = (minutes: number) => new Date(now.getTime() + minutes * 60_000);
const one = (fields: Partial<Session>): Attention =>
  attentionOf(survey([project([worktree('feature/cart', { sessions: [session({ id: 'cart', ...fields })] })])]));
const waits = one({
  status: 'waiting',
  since: minutesAgo(1),
  waitingFor: 'permission prompt',
  task: 'Rework the cart',
});
const works = one({ status: 'active', since: minutesAgo(1) });
const collides = attentionOf(
  survey([
    project([
      { ...auth, overlap: { level: 'conflict', with: [cart.path] } },
      { ...cart, sessions: [], overlap: { level: 'conflict', with: [auth.path] } },
    ]),
  ]),
);

/** Looks several times in a row, and answers what each look tells and takes back. */
function looks(pictures: readonly Attention[], { told = {}, muted = false, quiet = [] as readonly boolean[] } = {}) {
  let memory: Told | null = told;
  return pictures.map((attention, index) => {
    const kinds = muted ? [] : transitionKinds;
    const found = transitionsOf({ attention, told: memory, now: later(index), kinds, quiet: quiet[index] ?? false });
    memory = found.told;
    return { tell: found.tell.map(({ key }) => key), over: found.over };
  });
}

describe('what is told', () => {
  const key = `waiting:cart@${minutesAgo(1)}`;

  test('a wait is told when it begins, once, and taken back when it ends', () => {
    expect(looks([works, waits, waits, works])).toEqual([
      { tell: [], over: [] },
      { tell: [key], over: [] },
      { tell: [], over: [] },
      { tell: [], over: [key] },
    ]);
  });

  test('the next wait of the same session is another', () => {
    const again = one({ status: 'waiting', since: now.toISOString() });
    expect(looks([waits, again]).map(({ tell }) => tell.length)).toEqual([1, 1]);
  });

  test('a crash is one, whichever source says when it was; the next crash of the same session is another', () => {
    const crash = (since: number, last: number) =>
      one({ status: 'crashed', since: minutesAgo(since), lastActivity: minutesAgo(last) });
    const seen = looks([crash(5, 6), crash(6, 6), works, crash(1, 2)]);
    expect(seen.map(({ tell }) => tell.length)).toEqual([1, 0, 0, 1]);
  });

  test('a session whose wait has no time is told again only after it has gone on', () => {
    const timeless = one({ status: 'waiting' });
    expect(looks([timeless, timeless, works, timeless]).map(({ tell }) => tell.length)).toEqual([1, 0, 0, 1]);
  });

  test('what was so before the first look ever is no transition', () => {
    const { tell, told } = transitionsOf({
      attention: attentionOf(shop),
      told: null,
      now,
      kinds: transitionKinds,
      quiet: false,
    });
    expect({ tell, told: Object.keys(told) }).toEqual({ tell: [], told: [expect.stringMatching(/^waiting:2222/u)] });
  });

  test('a conflict that vanishes for a moment is not news; after a while it is', () => {
    const seen = looks([collides, works, collides]);
    expect(seen.map(({ tell }) => tell.length)).toEqual([1, 0, 0]);
    const gone = Array.from({ length: 12 }, () => works);
    expect(looks([collides, ...gone, collides]).at(-1)?.tell).toHaveLength(1);
  });

  test('in quiet hours nothing is told, and what is still so afterwards is', () => {
    expect(looks([waits, waits], { quiet: [true, false] }).map(({ tell }) => tell.length)).toEqual([0, 1]);
    expect(looks([waits, works], { quiet: [true, false] }).map(({ tell }) => tell.length)).toEqual([0, 0]);
  });

  test('kinds that nobody wants are not told, later neither; nor are muted sessions', () => {
    expect(looks([waits], { muted: true })[0]?.tell).toEqual([]);
    const quieted = attentionOf(survey([project([cart])]), { muted: new Set(cart.sessions.map(({ id }) => id)) });
    expect(looks([quieted])[0]?.tell).toEqual([]);
  });
});

const tray = { open: [], jump: [], notify: transitionKinds, quietHours: 'never' };

test('where sessions may be missing, what is missing is not over, and the first look ever is a later one', () => {
  const key = `waiting:cart@${minutesAgo(1)}`;
  const nothing = attentionOf(survey([]));
  const look = (attention: Attention, before: Told | null, blind: boolean) =>
    noticesOf({ attention, told: before, now, silent: false, blind, tray });
  expect(look(nothing, { [key]: minutesAgo(1) }, true)).toEqual({
    show: [],
    withdraw: [],
    told: { [key]: minutesAgo(1) },
  });
  expect(look(waits, {}, true).show).toHaveLength(1);
  expect(look(waits, null, true).told).toBeNull();
});

test('the notice of a wait stands until that wait is over, also when an earlier one is still remembered', () => {
  const again = one({ status: 'waiting', since: now.toISOString() });
  let told: Told | null = {};
  const seen = [waits, works, again, again, works].map((attention, index) => {
    const found = noticesOf({ attention, told, now: later(index), silent: false, blind: false, tray });
    told = found.told;
    return { show: found.show.map(({ slot }) => slot), withdraw: found.withdraw };
  });
  expect(seen).toEqual([
    { show: ['session:cart'], withdraw: [] },
    { show: [], withdraw: ['session:cart'] },
    { show: ['session:cart'], withdraw: [] },
    { show: [], withdraw: [] },
    { show: [], withdraw: ['session:cart'] },
  ]);
});

test('quiet hours reach over midnight, and end on the minute', () => {
  const hours = parseQuietHours('22:00-07:30');
  const at = (time: string) => isQuiet(hours, new Date(`2026-11-22T${time}:00`));
  expect(['21:59', '22:00', '00:00', '07:29', '07:30'].map(at)).toEqual([false, true, true, true, false]);
  const day = parseQuietHours('9:00-17:00');
  expect([isQuiet(day, new Date('2026-11-22T12:00:00')), isQuiet(day, new Date('2026-11-22T18:00:00'))]).toEqual([
    true,
    false,
  ]);
  expect(['', 'never', '22:00', '24:00-07:00', '7:60-8:00', '7:00-07:00'].map(parseQuietHours)).toEqual(
    Array.from({ length: 6 }, () => null),
  );
  expect(isQuiet(null, now)).toBe(false);
});

test('the words of notifications', () => {
  const crashed = one({ status: 'crashed', since: minutesAgo(1), task: 'Rework\u001B[31m the <b>cart</b>' });
  const all = [waits, crashed, collides].flatMap(
    (attention) => transitionsOf({ attention, told: {}, now, kinds: transitionKinds, quiet: false }).tell,
  );
  expect(all.map(noticeWords)).toMatchInlineSnapshot(`
    [
      {
        "body": "Rework the cart",
        "title": "feature/cart waits for you: permission prompt",
      },
      {
        "body": "Rework the <b>cart</b>",
        "title": "feature/cart crashed in the middle of a turn",
      },
      {
        "body": "Git could not merge them by itself",
        "title": "Conflict: feature/auth ↔ feature/cart",
      },
    ]
  `);
  expect(manyWords(all)).toMatchInlineSnapshot(`
    {
      "body": "feature/cart waits for you: permission prompt
    feature/cart crashed in the middle of a turn
    Conflict: feature/auth ↔ feature/cart",
      "title": "kg: 1 waiting, 1 crashed, 1 new conflict",
    }
  `);
  expect(
    noticeWords({ to: 'conflict', key: '', conflict: { a: mainWorktree(), b: auth, files: ['a.ts', 'b', 'c'] } }).body,
  ).toBe('a.ts, and 2 other files');
});
