import { utimesSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { askDrift } from '../../src/drift/ask-drift.ts';
import { openKg } from '../../src/kg.ts';
import { place, repo, type Checkout } from '../helpers/repo.ts';
import { claude, prompt, read } from '../helpers/sessions.ts';

const pay = (...signatures: readonly string[]): string =>
  signatures.map((one) => `export function ${one} {}\n`).join('\n');

/** A branch that was made from another branch, both of which went on. */
async function stacked(edit: (sides: { readonly auth: Checkout; readonly tests: Checkout }) => void) {
  const home = place('home');
  const built = claude(home);
  const start = '2026-11-22T10:00:00.000Z';
  const shop = await repo({ files: { 'pay.ts': pay('charge(amount: number)', 'same()') }, start });
  const auth = shop.worktree('auth');
  auth.commit({ 'pay.ts': pay('charge(amount: number, currency: string)', 'same()', 'refund(id: string)') });
  const tests = shop.worktree('tests', { from: 'auth' });
  edit({ auth, tests });
  const then = new Date('2026-11-22T10:30:00.000Z');
  for (const { path } of [auth, tests]) {
    utimesSync(join(path, 'pay.ts'), then, then);
    built
      .session({ cwd: path, start: '2026-11-22T11:00:00.000Z' })
      .transcript(prompt('x'), read('pay.ts', 'whatever\n', { from: 2 }));
  }
  const kg = await openKg({
    env: { PATH: process.env['PATH'], GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' },
    home,
    platform: process.platform,
    now: () => new Date('2026-11-22T12:00:00.000Z'),
    directory: shop.path,
    concurrency: 4,
    needs: 'project',
  });
  const { drift } = await askDrift(kg, ['tests', 'auth'], { symbols: true });
  return drift.map(({ reader, outcome, commits, symbols = [] }) => ({
    reader: reader.worktree.slice(shop.path.length + 1),
    outcome: commits === undefined ? outcome : `${outcome} ${commits}`,
    symbols: symbols.map(
      ({ name, state, was, is, uses }) =>
        `${state} ${name}: ${was} → ${is}${uses.map(({ path, line }) => `, ${path}:${line}`).join('')}`,
    ),
  }));
}

test('on a stacked branch a declaration is compared with the one that both build on, not with the one of the trunk', async () => {
  const drift = await stacked(({ auth, tests }) => {
    tests.edit({ 'pay.test.ts': "import { charge, refund } from './pay.ts';\n\ncharge(1, 'EUR');\nrefund('a');\n" });
    auth.edit({ 'pay.ts': pay('charge(request: Request)', 'same()', 'refund(id: string, reason: string)') });
  });
  // What `tests` only has from `auth` is no change of its own, though it says otherwise than `auth` does now.
  expect(drift).toEqual([
    {
      reader: 'tests',
      outcome: 'uncommitted',
      symbols: [
        'old charge: function charge(amount: number, currency: string) → function charge(request: Request), pay.test.ts:3',
        'old refund: function refund(id: string) → function refund(id: string, reason: string), pay.test.ts:4',
      ],
    },
  ]);
});

test('on a stacked branch what both changed since is diverged, commits count from there, and what was there before is had', async () => {
  const drift = await stacked(({ auth, tests }) => {
    tests.commit({ 'pay.ts': pay('charge(amount: number)', 'same()', 'refund(id: string)', 'own()') });
    auth.commit({ 'pay.ts': pay('charge(request: Request)', 'same()', 'refund(id: string)') });
  });
  expect(drift).toEqual([
    {
      reader: 'auth',
      outcome: 'lacks 1',
      symbols: ['diverged charge: function charge(request: Request) → function charge(amount: number)'],
    },
    {
      reader: 'tests',
      outcome: 'lacks 1',
      symbols: ['diverged charge: function charge(amount: number) → function charge(request: Request)'],
    },
  ]);
  const unchanged = await stacked(() => {});
  expect(unchanged.map(({ reader, outcome }) => `${reader} ${outcome}`)).toEqual(['auth has', 'tests has']);
});
