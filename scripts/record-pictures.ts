// Makes the pictures of docs/pictures from the demo: what a terminal shows of it, as SVG, on dark and on light. Needs a build.
// Usage: npm run record:pictures, which makes those of the tray, too (record-tray.ts).
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pty from '@lydell/node-pty';
import xterm from '@xterm/headless';
import { terminalSvg, themes } from './terminal-svg.ts';

type Picture = {
  readonly name: string;
  readonly title: string;
  readonly columns: number;
  readonly rows: number;
  readonly command: readonly string[];
  /** What is on the screen when it is done. */
  readonly ready: RegExp;
  /** Pressed one after the other, each when the screen shows what the one before was to bring. */
  readonly keys?: readonly (readonly [key: string, ready: RegExp])[];
};

const pictures: readonly Picture[] = [
  {
    name: 'list',
    title: 'kg list: every worktree, its session, and where they collide',
    columns: 100,
    rows: 14,
    command: ['kg', 'list'],
    ready: /↳ /u,
  },
  {
    name: 'overlap',
    title: 'kg overlap: both sides of a conflict, before anybody commits',
    columns: 100,
    rows: 28,
    command: ['kg', 'overlap', 'feature/auth', 'feature/cart', '--diff'],
    ready: /pairs checked/u,
  },
  {
    name: 'watch-80',
    title: 'kg watch at 80 columns',
    columns: 80,
    rows: 18,
    command: ['kg', 'watch'],
    ready: /worktrees, /,
  },
  {
    name: 'watch-120',
    title: 'kg watch at 120 columns',
    columns: 120,
    rows: 18,
    command: ['kg', 'watch'],
    ready: /worktrees, /u,
    keys: [['j', /> {3}spike/u]],
  },
  {
    name: 'watch-show',
    title: 'kg watch: Enter shows all about one worktree',
    columns: 100,
    rows: 30,
    command: ['kg', 'watch'],
    ready: /worktrees, /u,
    keys: [['\r', /^kg show /mu]],
  },
];

const home = mkdtempSync(join(tmpdir(), 'kg-pictures-'));
const folder = 'docs/pictures';
mkdirSync(folder, { recursive: true });
try {
  for (const picture of pictures) await record(picture);
} finally {
  rmSync(home, { recursive: true, force: true });
}

async function record({ name, title, columns, rows, command, ready, keys = [] }: Picture): Promise<void> {
  const display = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true });
  const env = { PATH: process.env['PATH'] ?? '', HOME: home, TERM: 'xterm-256color', FORCE_COLOR: '1' };
  const program = pty.spawn(process.execPath, ['bin/run.js', 'demo', '--', ...command], { cols: columns, rows, env });
  const ended = new Promise((resolve) => program.onExit(resolve));
  program.onData((text) => display.write(text));
  await shows(display, ready);
  for (const [key, next] of keys) {
    program.write(key);
    await shows(display, next);
  }
  const used = rows - trailing(display);
  for (const [theme, colours] of Object.entries(themes)) {
    writeFileSync(join(folder, `${name}-${theme}.svg`), terminalSvg(display, { theme: colours, title, rows: used }));
  }
  console.log(`${folder}/${name}-{dark,light}.svg  ${columns}×${used}`);
  program.write('qq');
  await ended;
  display.dispose();
}

async function shows(display: InstanceType<typeof xterm.Terminal>, pattern: RegExp): Promise<void> {
  const deadline = performance.now() + 20_000;
  while (!pattern.test(screenOf(display))) {
    if (performance.now() > deadline) throw new Error(`never showed ${pattern}:\n${screenOf(display)}`);
    await sleep(50);
  }
  // What is drawn with it in the same moment.
  await sleep(300);
}

function screenOf(display: InstanceType<typeof xterm.Terminal>): string {
  const { active } = display.buffer;
  return Array.from(
    { length: display.rows },
    (_, row) => active.getLine(active.baseY + row)?.translateToString(true) ?? '',
  ).join('\n');
}

function trailing(display: InstanceType<typeof xterm.Terminal>): number {
  const lines = screenOf(display).split('\n');
  return lines.length - 1 - lines.findLastIndex((line) => line.trim() !== '');
}
