import { expect, test } from 'vitest';
import { openStyle } from '../../src/render/style.ts';
import { renderWho } from '../../src/render/who/who.ts';
import type { Toucher } from '../../src/who/who.ts';
import { auth, home, minutesAgo, now, session } from '../helpers/shop.ts';

test('when last, and when first where that was noticeably earlier', () => {
  const touchers: readonly Toucher[] = [
    { id: 'both', grade: 'certain', first: minutesAgo(180), last: minutesAgo(5) },
    { id: 'still', grade: 'certain', first: minutesAgo(180), last: minutesAgo(0) },
    { id: 'once', grade: 'certain', first: minutesAgo(5), last: minutesAgo(5) },
    { id: 'same minute', grade: 'certain', first: minutesAgo(5.5), last: minutesAgo(5) },
    { id: 'this moment', grade: 'certain', first: minutesAgo(0), last: minutesAgo(0) },
    { id: 'first unknown', grade: 'certain', first: null, last: minutesAgo(5) },
    { id: 'nothing known', grade: 'certain', first: null, last: null },
  ];
  const { lines } = renderWho({
    answer: {
      takenAt: now.toISOString(),
      root: `${home}/code/shop`,
      trunk: 'main',
      query: 'a.ts',
      paths: ['a.ts'],
      worktrees: [auth],
      touches: [{ path: 'a.ts', worktree: auth.path, how: 'edited', state: 'uncommitted', sessions: touchers }],
      sessions: touchers.map(({ id }) => session({ id, task: id })),
      problems: [],
    },
    style: openStyle({ isTTY: true, env: { NO_COLOR: '1' }, columns: 80 }),
    now,
    home,
  });
  expect(`\n${lines.join('\n')}\n`).toMatchInlineSnapshot(`
    "
    a.ts
      feature/auth  edited, uncommitted         3h to 5m ago   both
                                                3h ago to now  still
                                                5m ago         once
                                                5m ago         same minute
                                                now            this moment
                                                5m ago         first unknown
                                                               nothing known
    "
  `);
});
