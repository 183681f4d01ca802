import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openTerminal, type Terminal } from '../helpers/terminal.ts';
import { shopWorld, type ShopWorld } from '../helpers/world.ts';

const bin = join(process.cwd(), 'bin/run.js');
let world: ShopWorld;
let terminal: Terminal | null = null;
beforeEach(async () => {
  world = await shopWorld();
});
afterEach(() => terminal?.close());

const environment = () => ({
  PATH: process.env['PATH'] ?? '',
  HOME: world.home,
  TERM: 'xterm-256color',
  GIT_CONFIG_NOSYSTEM: '1',
});

test('the keys of the live table, at 80 columns and narrower, and the terminal as it was before', async () => {
  terminal = openTerminal({
    file: process.execPath,
    args: [bin, 'watch'],
    cwd: world.auth.path,
    env: environment(),
    columns: 80,
    rows: 24,
  });
  await terminal.until(/> {3}feature\/cart .*conflict/u);
  expect(terminal.buffer()).toBe('alternate');

  // The cursor stays on its row while the world goes on.
  terminal.press('down');
  await terminal.until(/^> @ feature\/auth/mu);
  world.answerCart();
  await terminal.until(/feature\/cart .*idle/u);
  expect(terminal.screen()).toMatch(/^> @ feature\/auth/mu);

  terminal.press('enter');
  await terminal.until(/^kg show feature\/auth/mu);
  terminal.type('o');
  await terminal.until(/^kg overlap feature\/auth --diff[^]*<<<<<<< feature\/auth/mu);
  terminal.type('w');
  await terminal.until(/^files of feature\/auth/mu);
  terminal.press('down');
  terminal.press('enter');
  await terminal.until(/^kg who src\/session\.ts[^]*feature\/cart/mu);
  terminal.press('escape');
  await terminal.until(/^> src\/session\.ts/mu);
  terminal.press('escape');
  await terminal.until(/^> @ feature\/auth/mu);

  terminal.type('c');
  await terminal.until(/Saved \S+ of feature\/auth/u);
  expect(existsSync(join(world.auth.path, '.keepgoing/checkpoint.md'))).toBe(true);

  terminal.type('r');
  await terminal.until(/Copied: cd \S+ && claude/u);
  expect(terminal.raw()).toContain('\u001B]52;c;');

  await terminal.resize(40, 10);
  await terminal.until(/^> @ feature\/auth/mu);
  expect(
    Math.max(
      ...terminal
        .screen()
        .split('\n')
        .map((line) => line.length),
    ),
  ).toBeLessThanOrEqual(40);

  // Ctrl-Z: the shell has the terminal until it continues the process.
  terminal.press('ctrl-z');
  await expect.poll(() => terminal?.buffer()).toBe('normal');
  process.kill(terminal.pid, 'SIGCONT');
  await expect.poll(() => terminal?.buffer()).toBe('alternate');
  await terminal.until(/^> @ feature\/auth/mu);

  terminal.type('q');
  expect(await terminal.ended).toEqual({ code: 0, signal: null });
  await expect.poll(() => terminal?.buffer()).toBe('normal');
  expect(terminal.raw().lastIndexOf('\u001B[?25h')).toBeGreaterThan(terminal.raw().lastIndexOf('\u001B[?25l'));
});

test('a shell has the terminal between Ctrl-Z and fg, and the window may have changed by then', async () => {
  const env = { ...environment(), PS1: '$ ' };
  const [columns, rows] = [80, 24];
  terminal = openTerminal({ file: 'bash', args: ['--norc', '-i'], cwd: world.auth.path, env, columns, rows });
  await terminal.until(/\$$/u);
  terminal.type(`'${process.execPath}' '${bin}' watch\r`);
  await terminal.until(/> {3}feature\/cart .*conflict/u);
  terminal.press('ctrl-z');
  await terminal.until(/Stopped[^]*\$$/u);
  terminal.type('echo $((6 * 7)) here\r');
  await terminal.until(/^42 here/mu);
  await terminal.resize(120, 30);
  terminal.type('fg\r');
  await terminal.until(/Check {2}Last action/u);
  terminal.type('q');
  await expect.poll(() => terminal?.buffer()).toBe('normal');
  terminal.type('stty -a\r');
  await terminal.until(/ icanon [^]* echo /u);
});

test('the table as it was is on the screen before the new one is read', async () => {
  const start = (cwd: string) =>
    openTerminal({ file: process.execPath, args: [bin, 'watch'], cwd, env: environment(), columns: 80, rows: 24 });
  terminal = start(world.auth.path);
  await terminal.until(/feature\/cart .*conflict/u);
  expect(terminal.raw()).toMatch(/○ Reading worktrees and sessions…/u);
  // What was read is remembered behind the picture of it.
  const tables = join(world.home, '.cache', 'keepgoing', 'tables');
  await expect.poll(() => existsSync(tables) && readdirSync(tables).some((name) => name.endsWith('.json'))).toBe(true);
  terminal.type('q');
  await terminal.ended;
  await terminal.close();

  terminal = start(join(world.auth.path, 'src'));
  await terminal.until(/> {3}feature\/cart .*conflict/u);
  expect(terminal.raw()).toMatch(
    /feature\/cart[^]*As of a moment ago; reading worktrees and sessions…[^]*> {3}feature\/cart/u,
  );
});

test('where there is nothing to watch it says so, and leaves the screen', async () => {
  terminal = openTerminal({ file: process.execPath, args: [bin, 'watch'], cwd: world.home, env: environment() });
  expect(await terminal.ended).toEqual({ code: 2, signal: null });
  // It may have ended before all that it wrote has been drawn.
  await expect.poll(() => terminal?.screen()).toContain('To look elsewhere');
  expect(terminal.buffer()).toBe('normal');
  expect(terminal.screen()).toMatchInlineSnapshot(`
    "✗ Not inside a git repository: ~
    ↳ To look elsewhere, run kg list -C <path>"
  `);
});

test('a bug gives the terminal back, and is on the screen that comes back', async () => {
  const bug = "process.once('SIGUSR2', () => { throw new Error('a bug') })";
  const env = { ...environment(), NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(bug)}` };
  terminal = openTerminal({ file: process.execPath, args: [bin, 'watch'], cwd: world.auth.path, env });
  await terminal.until(/> {3}feature\/cart .*conflict/u);
  process.kill(terminal.pid, 'SIGUSR2');
  expect(await terminal.ended).toMatchObject({ code: 1 });
  await expect.poll(() => terminal?.buffer()).toBe('normal');
  await expect.poll(() => terminal?.screen()).toContain('Error: a bug');
  expect(terminal.raw().lastIndexOf('\u001B[?25h')).toBeGreaterThan(terminal.raw().lastIndexOf('\u001B[?25l'));
});

test('for a program, a line of JSON whenever something moved', async () => {
  const child = spawn(process.execPath, [bin, 'watch', '--json'], { cwd: world.auth.path, env: environment() });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async () => {
    const { value } = await lines.next();
    const survey: { projects: { worktrees: { branch: string; sessions: { status: string }[] }[] }[] } = JSON.parse(
      String(value),
    );
    const cart = survey.projects[0]?.worktrees.find(({ branch }) => branch === 'feature/cart');
    return cart?.sessions[0]?.status;
  };
  expect(await next()).toBe('waiting');
  world.answerCart();
  while ((await next()) !== 'idle');
  child.kill();
});
