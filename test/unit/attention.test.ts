import { describe, expect, test } from 'vitest';
import { attentionOf, type Attention } from '../../src/attention.ts';
import { needOf, worstOf } from '../../src/attention/need.ts';
import type { Session } from '../../src/sessions/session.ts';
import { auth, cart, mainWorktree, minutesAgo, project, session, shop, survey, worktree } from '../helpers/shop.ts';

/** Each row as one line: why, where, who, with whom. */
function told(attention: Attention): readonly string[] {
  return attention.groups.flatMap(({ project: where, rows }) =>
    rows.map(({ session: { id, status }, worktree: home, need, state, overlap, muted }) =>
      [
        where?.root ?? 'nowhere',
        home?.branch ?? 'no worktree',
        id.slice(0, 8),
        status,
        `need ${need}`,
        `state ${state}`,
        `${overlap.level} ${overlap.with.join()}`.trim(),
        ...(muted ? ['muted'] : []),
      ].join(' | '),
    ),
  );
}

const at = (id: string, fields: Partial<Session>): Session => session({ id, ...fields });

const colliding = project([
  { ...auth, overlap: { level: 'conflict', with: [cart.path] } },
  { ...cart, overlap: { level: 'conflict', with: [auth.path] } },
  mainWorktree({ overlap: { level: 'none', with: [] } }),
]);

describe('what needs a person', () => {
  test('the shop: who waits comes first, and overlaps that nobody looked for are not zero', () => {
    const attention = attentionOf(shop);
    const { groups: _, ...sums } = attention;
    expect(sums).toMatchInlineSnapshot(`
      {
        "conflicts": null,
        "counts": {
          "active": 1,
          "crashed": 0,
          "finished": 0,
          "idle": 1,
          "unknown": 0,
          "waiting": 1,
        },
        "needs": 1,
        "problems": [],
        "takenAt": "2026-11-22T12:00:00.000Z",
        "waitingSince": "2026-11-22T11:51:00.000Z",
        "worst": "waiting",
      }
    `);
    expect(told(attention)).toMatchInlineSnapshot(`
      [
        "/home/ada/code/shop | feature/cart | 22222222 | waiting | need waiting | state waiting | unknown",
        "/home/ada/code/shop | feature/auth | 11111111 | active | need null | state active | unknown",
        "/home/ada/code/shop | fix/receipt-total | 33333333 | idle | need null | state idle | unknown",
      ]
    `);
  });

  test('a pair that conflicts is counted once, and needs the sessions that still go on', () => {
    const { conflicts, worst, groups } = attentionOf(survey([colliding]));
    expect({ conflicts, worst }).toEqual({ conflicts: 1, worst: 'waiting' });
    expect(groups[0]?.conflicts).toMatchObject([{ a: { path: auth.path }, b: { path: cart.path }, files: [] }]);
    expect(told(attentionOf(survey([colliding])))).toMatchInlineSnapshot(`
      [
        "/home/ada/code/shop | feature/cart | 22222222 | waiting | need waiting | state waiting | conflict /home/ada/code/shop.auth",
        "/home/ada/code/shop | feature/auth | 11111111 | active | need conflict | state conflict | conflict /home/ada/code/shop.cart",
      ]
    `);
  });

  test('rows come by need, the longest wait first, then the latest move; finished ones last', () => {
    const here = worktree('all', {
      sessions: [
        at('finished', { status: 'finished', lastActivity: minutesAgo(1) }),
        at('idle-old', { status: 'idle', lastActivity: minutesAgo(90) }),
        at('unknown', { status: 'unknown' }),
        at('idle-new', { status: 'idle', lastActivity: minutesAgo(3) }),
        at('wait-new', { status: 'waiting', since: minutesAgo(1) }),
        at('active', { status: 'active', lastActivity: minutesAgo(2) }),
        at('crashed', { status: 'crashed', lastActivity: minutesAgo(200) }),
        at('wait-old', { status: 'waiting', since: minutesAgo(40) }),
      ],
    });
    const attention = attentionOf(survey([project([here])]));
    expect(attention.groups[0]?.rows.map((row) => row.session.id)).toEqual([
      'wait-old',
      'wait-new',
      'crashed',
      'active',
      'idle-new',
      'idle-old',
      'unknown',
      'finished',
    ]);
    expect(attention).toMatchObject({ needs: 3, worst: 'waiting', waitingSince: minutesAgo(40) });
  });

  test('a session that writes elsewhere too counts once, where it works', () => {
    const own = at('porous', { status: 'active', evidence: [{ source: 'registry', says: 'busy' }] });
    const visiting = { ...own, evidence: [...own.evidence, { source: 'transcript' as const, says: 'wrote x here' }] };
    const attention = attentionOf(
      survey([project([worktree('visited', { sessions: [visiting] }), worktree('home', { sessions: [own] })])]),
    );
    expect(attention.counts.active).toBe(1);
    expect(told(attention)).toEqual([
      '/home/ada/code/shop | home | porous | active | need null | state active | unknown',
    ]);
  });

  test('a muted session is shown, last, and not counted as needing anybody', () => {
    const muted = new Set(cart.sessions.map(({ id }) => id));
    const attention = attentionOf(shop, { muted });
    expect(attention).toMatchObject({ needs: 0, worst: 'active', waitingSince: null, counts: { waiting: 1 } });
    expect(told(attention).at(-1)).toContain('muted');
  });

  test('projects come by their most urgent session, and what is in none comes last', () => {
    const quiet = project([worktree('quiet')], { root: '/quiet' });
    const busy = project([auth], { root: '/busy' });
    const waits = project([cart], {
      root: '/waits',
      removed: [{ path: '/gone', sessions: [at('removed', { status: 'finished' })] }],
    });
    const elsewhere = [{ cwd: '/tmp', gone: false, sessions: [at('outside', { status: 'waiting' })] }];
    const attention = attentionOf(survey([quiet, busy, waits], { elsewhere }));
    expect(attention.groups.map((group) => group.project?.root ?? null)).toEqual(['/waits', '/busy', '/quiet', null]);
    expect(told(attention)).toMatchInlineSnapshot(`
      [
        "/waits | feature/cart | 22222222 | waiting | need waiting | state waiting | unknown",
        "/waits | no worktree | removed | finished | need null | state none | none",
        "/busy | feature/auth | 11111111 | active | need null | state active | unknown",
        "nowhere | no worktree | outside | waiting | need waiting | state waiting | none",
      ]
    `);
  });

  test('nothing at all needs nobody', () => {
    expect(attentionOf(survey([]))).toMatchObject({ needs: 0, worst: 'none', conflicts: null, groups: [] });
  });
});

test('a finished session is not needed for a conflict, and the worst of nothing is none', () => {
  const conflict = { level: 'conflict' as const, with: ['/b'] };
  expect(needOf('finished', conflict)).toBeNull();
  expect(needOf('idle', conflict)).toBe('conflict');
  expect(needOf('crashed', conflict)).toBe('crashed');
  expect([worstOf([]), worstOf(['idle', 'conflict', 'active'])]).toEqual(['none', 'conflict']);
});
