import { expect, test } from 'vitest';
import { sortRows, sortSessions } from '../../src/survey/order.ts';
import type { Status } from '../../src/sessions/session.ts';
import { session } from '../helpers/shop.ts';

const row = (branch: string, ...statuses: Status[]) => ({
  path: `/code/${branch}`,
  branch,
  sessions: statuses.map((status, index) => session({ status, lastActivity: `2026-11-22T12:0${index}:00.000Z` })),
});

const branches = (rows: readonly { branch: string | null }[]) => rows.map(({ branch }) => branch).join(' ');

test('what needs a person comes first, then what runs, then what rests, then the empty', () => {
  const rows = [
    row('none'),
    row('finished', 'finished'),
    row('idle', 'idle'),
    row('unknown', 'unknown'),
    row('active', 'active'),
    row('crashed', 'crashed'),
    row('waiting', 'waiting'),
  ];
  expect(branches(sortRows(rows, 'need'))).toBe('waiting crashed active idle unknown finished none');
});

test('a worktree is as urgent as its most urgent session', () => {
  const rows = [row('calm', 'idle', 'active'), row('mixed', 'finished', 'waiting')];
  expect(branches(sortRows(rows, 'need'))).toBe('mixed calm');
});

test('rows of equal need keep the order in which git names them', () => {
  const rows = [row('b', 'idle'), row('a', 'idle'), row('c', 'idle')];
  expect(branches(sortRows(rows, 'need'))).toBe('b a c');
});

test('by activity the latest comes first; by branch and by path the alphabet decides', () => {
  const rows = [row('b', 'idle'), row('c', 'idle', 'idle', 'idle'), row('a')];
  expect(branches(sortRows(rows, 'activity'))).toBe('c b a');
  expect(branches(sortRows(rows, 'branch'))).toBe('a b c');
  expect(branches(sortRows(rows.toReversed(), 'path'))).toBe('a b c');
});

test('a worktree without a branch sorts after all branches', () => {
  const detached = { ...row('x'), branch: null };
  expect(sortRows([detached, row('zebra')], 'branch').map(({ branch }) => branch)).toEqual(['zebra', null]);
});

test('sessions of one worktree: by need, then the latest', () => {
  const early = session({ id: 'early', status: 'idle', lastActivity: '2026-11-22T09:00:00.000Z' });
  const late = session({ id: 'late', status: 'idle', since: '2026-11-22T11:00:00.000Z' });
  const waiting = session({ id: 'waiting', status: 'waiting' });
  expect(sortSessions([early, late, waiting]).map(({ id }) => id)).toEqual(['waiting', 'late', 'early']);
});
