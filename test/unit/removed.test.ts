import { expect, test } from 'vitest';
import { splitRemoved } from '../../src/survey/removed.ts';
import type { Session } from '../../src/sessions/session.ts';
import { isWithin } from '../../src/survey/within.ts';
import { session } from '../helpers/shop.ts';

const worktree = (path: string, some = {}) => ({
  path,
  branch: null,
  head: null,
  main: path === '/code/shop',
  state: 'ok' as const,
  gitDirectory: null,
  ...some,
});

const project = {
  repository: { commonDirectory: '/code/shop/.git', topLevel: null, bare: false },
  worktrees: [worktree('/code/shop'), worktree('/code/shop.auth'), worktree('/code/shop.gone', { state: 'missing' })],
};

const split = (one: Session) => {
  const { staying, removed } = splitRemoved({ sessions: [one], gone: new Set([one.cwd ?? '']), projects: [project] });
  return staying.length > 0 ? 'stays' : removed[0]?.path;
};

test.each([
  [
    'a worktree that Claude Code made in the checkout',
    { cwd: '/code/shop/.claude/worktrees/fix/src' },
    '/code/shop/.claude/worktrees/fix',
  ],
  ['a worktree beside, entered from here', { cwd: '/code/shop.fix', originalCwd: '/code/shop/src' }, '/code/shop.fix'],
  ['a folder that is gone inside of a worktree that is there', { cwd: '/code/shop.auth/old' }, 'stays'],
  ['a registered worktree whose directory is missing', { cwd: '/code/shop.gone' }, 'stays'],
  ['a directory that has nothing to do with the project', { cwd: '/tmp/x' }, 'stays'],
])('%s', (_, some, expected) => {
  expect(split(session(some))).toBe(expected);
});

test('a session whose directory is there is never taken for removed', () => {
  const here = session({ cwd: '/code/shop/.claude/worktrees/fix' });
  expect(splitRemoved({ sessions: [here], gone: new Set(), projects: [project] }).removed).toEqual([]);
});

test('a path is within a directory by whole segments', () => {
  expect(isWithin('/a/b/c', '/a/b')).toBe(true);
  expect(isWithin('/a/b', '/a/b')).toBe(true);
  expect(isWithin('/a/bc', '/a/b')).toBe(false);
  expect(isWithin('/a/..b', '/a')).toBe(true);
  expect(isWithin('/a', '/a/b')).toBe(false);
});
