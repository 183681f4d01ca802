import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { KgError } from '../../src/errors.ts';
import { selectWorktree, type Selectable } from '../../src/select.ts';

const row = (path: string, some: Partial<Selectable> = {}): Selectable => ({
  path,
  branch: null,
  main: false,
  current: false,
  sessions: [],
  ...some,
});

const rows = [
  row('/code/shop', { branch: 'main', main: true }),
  row('/code/shop.auth', { branch: 'feature/auth', current: true, sessions: [{ id: 'abcd1234-0000', name: 'login' }] }),
  row('/code/shop.cart', { branch: 'feature/cart', sessions: [{ id: 'abcd9999-0000', name: 'login' }] }),
];

const select = (selector: string, lastList: readonly string[] | null = null) =>
  selectWorktree({ rows, lastList, selector, resolve: (path) => resolve('/code', path) });

function failure(selector: string): unknown {
  try {
    return select(selector);
  } catch (error) {
    return error instanceof KgError ? { code: error.code, ...error.details } : error;
  }
}

test.each([
  ['@', '/code/shop.auth'],
  ['^', '/code/shop'],
  ['feature/cart', '/code/shop.cart'],
  ['/code/shop.cart', '/code/shop.cart'],
  ['./shop.cart', '/code/shop.cart'],
  ['shop.cart', '/code/shop.cart'],
  ['abcd9', '/code/shop.cart'],
  ['abcd1234-0000', '/code/shop.auth'],
])('%s means %s', (selector, path) => {
  expect(select(selector)).toBe(path);
});

test('a number means the row of the last list, unless a branch has that name', () => {
  const shown = ['/code/shop.cart', '/code/shop'];
  expect(select('2', shown)).toBe('/code/shop');
  const two = [...rows, row('/code/two', { branch: '2' })];
  expect(selectWorktree({ rows: two, lastList: shown, selector: '2', resolve: (path) => path })).toBe('/code/two');
  expect(failure('7')).toEqual({ code: 'WORKTREE_UNKNOWN', selector: '7', near: [] });
});

test('a misspelt branch names the nearest', () => {
  expect(failure('feature/atuh')).toEqual({
    code: 'WORKTREE_UNKNOWN',
    selector: 'feature/atuh',
    near: ['feature/auth', 'feature/cart'],
  });
});

test('what fits several worktrees is refused, with the candidates', () => {
  const candidates = ['/code/shop.auth', '/code/shop.cart'];
  expect(failure('login')).toEqual({ code: 'WORKTREE_AMBIGUOUS', selector: 'login', candidates });
  expect(failure('abcd')).toEqual({ code: 'WORKTREE_AMBIGUOUS', selector: 'abcd', candidates });
});

test('three letters of a session id are too few to mean it', () => {
  expect(failure('abc')).toMatchObject({ code: 'WORKTREE_UNKNOWN' });
});
