import { expect, test } from 'vitest';
import { foldFinished } from '../../src/survey/fold.ts';
import { session } from '../helpers/shop.ts';

const before = '2026-11-21T12:00:00.000Z';
const old = '2026-11-20T12:00:00.000Z';
const recent = '2026-11-22T11:00:00.000Z';
const ids = (sessions: readonly { id: string }[]) => sessions.map(({ id }) => id);

test('finished sessions fold when they are older than the limit, and only finished ones', () => {
  const { shown, folded } = foldFinished(
    [
      session({ id: 'old', status: 'finished', lastActivity: old }),
      session({ id: 'recent', status: 'finished', lastActivity: recent }),
      session({ id: 'idle', status: 'idle', lastActivity: old }),
      session({ id: 'active', status: 'active', lastActivity: old }),
    ],
    before,
  );
  expect(ids(shown)).toEqual(['recent', 'idle', 'active']);
  expect(folded).toBe(1);
});

test('an old crash stays until something newer has run in the worktree', () => {
  const crash = session({ id: 'crash', status: 'crashed', lastActivity: old });
  expect(ids(foldFinished([crash], before).shown)).toEqual(['crash']);
  const later = session({ id: 'later', status: 'idle', lastActivity: recent });
  expect(ids(foldFinished([crash, later], before).shown)).toEqual(['later']);
});
