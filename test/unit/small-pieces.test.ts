import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { isAlive } from '../../src/alive.ts';
import { saveCrash } from '../../src/crash.ts';
import { keepOrder } from '../../src/dashboard/keep-order.ts';
import { KgError } from '../../src/errors.ts';
import { findGit } from '../../src/git/find-git.ts';
import { nearest } from '../../src/nearest.ts';
import type { Overlaps } from '../../src/overlap/overlap.ts';
import { worktreeOverlap } from '../../src/overlap/worktree-overlap.ts';
import { explainUnknownCommand } from '../../src/unknown-command.ts';
import { project, survey, worktree } from '../helpers/shop.ts';

let directory = '';
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'kg-small-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

test('git is found by the absolute entries of PATH alone, in their order', () => {
  for (const name of ['one', 'two', 'no']) mkdirSync(join(directory, name));
  for (const name of ['one', 'two']) writeFileSync(join(directory, name, 'git'), '', { mode: 0o755 });
  writeFileSync(join(directory, 'no', 'git'), '', { mode: 0o644 });
  const path = (...entries: string[]) => entries.join(delimiter);
  expect(findGit(path(join(directory, 'two'), join(directory, 'one')))).toBe(join(directory, 'two', 'git'));
  expect(findGit(path('.', '', 'bin', join(directory, 'one')))).toBe(join(directory, 'one', 'git'));
  expect(findGit(path('.', directory))).toBe('git');
  expect(findGit(undefined)).toBe('git');
});

test('a process that may not be sent a signal is there all the same', () => {
  const refused = (code: string) => () => {
    throw Object.assign(new Error(code), { code });
  };
  expect([isAlive(() => true), isAlive(refused('EPERM')), isAlive(refused('ESRCH'))]).toEqual([true, true, false]);
});

test('names a few keystrokes away are offered, nearest first', () => {
  expect(nearest('lists', ['show', 'lsits', 'list'])).toEqual(['list', 'lsits']);
  expect(nearest('x', ['feature/auth'])).toEqual([]);
  expect(nearest('lsit', ['init', 'list'])).toEqual(['list', 'init']);
});

test('an unknown command names the nearest; other errors stay as they are', () => {
  const explained = explainUnknownCommand(new Error('command lsit not found'), ['list', 'show']);
  expect(explained).toMatchObject({
    code: 'USAGE',
    details: { message: 'No command is called lsit', hint: 'Did you mean kg list? To see all commands, run kg --help' },
  });
  const other = new Error('something else');
  expect(explainUnknownCommand(other, ['list'])).toBe(other);
});

test('rows keep the order of the survey before, and new ones come last', () => {
  const before = survey([project([worktree('b'), worktree('a')])]);
  const after = survey([project([worktree('new'), worktree('a'), worktree('b')])]);
  const branches = keepOrder(after, before).projects[0]?.worktrees.map(({ branch }) => branch);
  expect(branches).toEqual(['b', 'a', 'new']);
  expect(keepOrder(after, null)).toBe(after);
});

test('only a bug leaves a crash report, for the eyes of the owner', async () => {
  const world = { env: { KG_CACHE_DIR: directory }, home: '/', platform: process.platform, now: () => new Date(0) };
  expect(await saveCrash(new KgError('USAGE'), world)).toBeNull();
  const file = await saveCrash(new TypeError('Cannot read properties'), world);
  expect(file).toBe(join(directory, 'crash-1970-01-01T00-00-00-000Z.log'));
  expect(readFileSync(file ?? '', 'utf8')).toMatch(/^TypeError: Cannot read properties\n/u);
  expect(readdirSync(directory)).toHaveLength(1);
});

describe('the worst overlap of a worktree', () => {
  const pair = (a: string, b: string, level: 'conflict' | 'near' | 'same') => ({
    a,
    b,
    level,
    receiver: null,
    files: [],
  });
  const overlaps = (fields: Partial<Overlaps>): Overlaps => ({
    checked: 3,
    unchecked: [],
    pairs: [],
    trunk: [],
    problems: [],
    ...fields,
  });

  test('is the highest level, with everybody at it', () => {
    const pairs = [pair('/a', '/b', 'conflict'), pair('/a', '/c', 'near'), pair('/a', '/d', 'conflict')];
    expect(worktreeOverlap('/a', overlaps({ pairs }))).toEqual({ level: 'conflict', with: ['/b', '/d'] });
    expect(worktreeOverlap('/c', overlaps({ pairs }))).toEqual({ level: 'near', with: ['/a'] });
    expect(worktreeOverlap('/x', overlaps({ pairs }))).toEqual({ level: 'none', with: [] });
  });

  test('is unknown rather than none when a pair could not be checked, but what is known to collide is told', () => {
    const unchecked = [{ a: '/a', b: '/c', reason: 'unrelated' as const }];
    expect(worktreeOverlap('/a', overlaps({ unchecked }))).toEqual({ level: 'unknown', with: [] });
    const pairs = [pair('/a', '/b', 'conflict')];
    expect(worktreeOverlap('/a', overlaps({ unchecked, pairs }))).toEqual({ level: 'conflict', with: ['/b'] });
    expect(worktreeOverlap('/a', overlaps({ unchecked, pairs: [pair('/a', '/b', 'same')] })).level).toBe('unknown');
  });
});
