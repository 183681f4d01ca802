import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openTerminal, type Terminal } from '../helpers/terminal.ts';
import { shopWorld, type ShopWorld } from '../helpers/world.ts';

let world: ShopWorld;
let terminal: Terminal;
beforeEach(async () => {
  world = await shopWorld();
  terminal = openTerminal({
    file: process.execPath,
    args: [join(process.cwd(), 'bin/run.js'), 'list', '--watch'],
    cwd: world.auth.path,
    env: { PATH: process.env['PATH'] ?? '', HOME: world.home, TERM: 'xterm-256color', GIT_CONFIG_NOSYSTEM: '1' },
    columns: 100,
    rows: 24,
  });
});
afterEach(() => terminal.close());

test('a commit and a session’s answer are seen, rows keep their places, and q gives the terminal back', async () => {
  const first = await terminal.until(/places watched/u);
  expect(terminal.buffer()).toBe('alternate');
  expect(rows(first)).toEqual([
    'feature/cart',
    'feature/auth',
    'fix/receipt-total',
    'main',
    'docs/readme',
    'spike/search',
  ]);
  expect(first).toMatch(/○ \d+ places watched; q ends/u);

  world.receipt.commit({ 'src/tax.ts': 'one\n' }, 'Another');
  await terminal.until(/fix\/receipt-total.*↑2/u);

  world.answerCart();
  const after = await terminal.until(/feature\/cart .*idle/u);
  expect(rows(after)).toEqual(rows(first));

  world.killAuth();
  await terminal.until(/feature\/auth .*crashed/u);

  await terminal.resize(60, 24);
  await terminal.until(/\(hidden: C…/u);

  terminal.type('q');
  expect(await terminal.ended).toEqual({ code: 0, signal: null });
  await expect.poll(() => terminal.buffer()).toBe('normal');
  expect(terminal.raw()).toContain('\u001B[?25h');
});

test.each([
  ['SIGTERM', 15],
  ['SIGHUP', 1],
] as const)('%s gives the terminal back, and ends as the signal', async (signal, number) => {
  await terminal.until(/places watched/u);
  terminal.kill(signal);
  expect(await terminal.ended).toMatchObject({ signal: number });
  await expect.poll(() => terminal.buffer()).toBe('normal');
});

test('Ctrl-C ends it', async () => {
  await terminal.until(/places watched/u);
  terminal.press('ctrl-c');
  expect(await terminal.ended).toEqual({ code: 0, signal: null });
  await expect.poll(() => terminal.buffer()).toBe('normal');
});

/** The branch column from top to bottom. */
function rows(screen: string): string[] {
  return screen.split('\n').flatMap((line) => /^[ @] (\S+\/\S+|main)\s/u.exec(line)?.[1] ?? []);
}
