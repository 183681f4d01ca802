/**
 * What `kg list --watch` costs while nothing happens: `node bench/watch.ts [--worktrees 100] [--seconds 120] [--check]`. It runs
 * in a real pseudo-terminal beside 30 running sessions; its own processor time and that of the git processes it starts count.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { openTerminal } from '../test/helpers/terminal.ts';
import { buildFixture, fixtureFlags } from './fixture.ts';

const args = process.argv.slice(2);
const { values } = parseArgs({ args, strict: false, options: { seconds: { type: 'string', default: '120' } } });
const seconds = Number(values.seconds);
const defaults = { worktrees: 100, files: 200, transcripts: 100, bytes: 2 ** 26, live: 30, seed: 1 };
const fixture = buildFixture(fixtureFlags(args, defaults));
const kg = fileURLToPath(new URL('../bin/run.js', import.meta.url));
const terminal = openTerminal({
  file: process.execPath,
  args: [kg, 'list', '--watch'],
  cwd: fixture.main,
  env: { ...fixture.env, TERM: 'xterm-256color' },
  columns: 120,
  rows: 140,
});
try {
  const screen = await terminal.until(/places watched/u, { within: 60_000 });
  const watched = /(\d+) places watched/u.exec(screen)?.[1] ?? '?';
  // The second survey follows at once, for what moved before the watches were there.
  await sleep(10_000);
  const before = ticks(terminal.pid);
  await sleep(seconds * 1000);
  const spent = (ticks(terminal.pid) - before) / ticksPerSecond();
  const share = (spent / seconds) * 100;
  console.log(`${fixture.worktrees.length} worktrees, ${watched} places watched, ${memory(terminal.pid)} MiB resident`);
  console.log(
    `idle for ${seconds} s: ${spent.toFixed(2)} s of processor time, ${share.toFixed(2)} % of a core (target 1 %)`,
  );
  if (args.includes('--check') && share > 1) process.exitCode = 1;
} finally {
  await terminal.close();
  fixture.remove();
}

/** Own and ended children's user and system time. Format: proc(5), /proc/pid/stat, fields 14 to 17. */
function ticks(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return [11, 12, 13, 14].reduce((sum, field) => sum + Number(fields[field]), 0);
}

function ticksPerSecond(): number {
  return Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));
}

function memory(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'latin1');
  return Math.round(Number(/VmRSS:\s+(\d+)/u.exec(status)?.[1] ?? 0) / 1024);
}
