/**
 * What `kg tray` costs while nothing happens:
 *
 *     node bench/tray.ts [--worktrees 100] [--seconds 600] [--bin path/to/run.js] [--check]
 *
 * It runs on a session bus of its own, beside 30 running sessions, with a panel's stand-in that reads the menu. Its own processor
 * time and that of the git processes it starts count. Memory is that of the tray's own process; what the program that reads
 * everything for it at first takes, for some seconds, is told beside it.
 */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { openBus } from '../src/tray/linux/bus.ts';
import { menuInterface } from '../src/tray/linux/menu.ts';
import { startBus, openPanel } from '../test/helpers/bus.ts';
import { buildFixture, fixtureFlags } from './fixture.ts';

const args = process.argv.slice(2);
const { values } = parseArgs({
  args,
  strict: false,
  options: {
    seconds: { type: 'string', default: '600' },
    bin: { type: 'string', default: fileURLToPath(new URL('../bin/run.js', import.meta.url)) },
  },
});
const seconds = Number(values.seconds);
const defaults = { worktrees: 100, files: 200, transcripts: 100, bytes: 2 ** 26, live: 30, seed: 1 };
const fixture = buildFixture(fixtureFlags(args, defaults));
const session = await startBus();
const panel = await openPanel(await openBus(session.address));
const tray = spawn(process.execPath, [String(values.bin), 'tray'], {
  cwd: fixture.main,
  env: { ...fixture.env, DBUS_SESSION_BUS_ADDRESS: session.address },
  stdio: 'ignore',
});
const pid = tray.pid ?? 0;
const atFirst = { tray: 0, reader: 0 };
const looking = setInterval(() => {
  atFirst.tray = Math.max(atFirst.tray, memory(pid));
  atFirst.reader = Math.max(atFirst.reader, ...children(pid).map(memory));
}, 50);
try {
  const item = await panel.item();
  const filled = async (): Promise<boolean> => (await panel.labels(item)).length > 10;
  for (let tries = 0; tries < 600 && !(await filled()); tries += 1) await sleep(200);
  console.log(
    `${fixture.worktrees.length} worktrees, ${(await panel.labels(item)).length} entries by ${menuInterface}`,
  );
  // What the first surveys leave behind settles.
  await sleep(20_000);
  clearInterval(looking);
  const before = ticks(pid);
  const sizes: number[] = [];
  for (let second = 0; second < seconds; second += 10) {
    await sleep(10_000);
    sizes.push(memory(pid));
  }
  const spent = (ticks(pid) - before) / ticksPerSecond();
  const share = (spent / seconds) * 100;
  console.log(
    `idle for ${seconds} s: ${spent.toFixed(2)} s of processor time, ${share.toFixed(2)} % of a core (target 1 %)`,
  );
  console.log(`resident: ${sizes[0]} MiB at first, ${sizes.at(-1)} at last, ${Math.max(...sizes)} at most (target 90)`);
  console.log(`at most while it started: ${atFirst.tray} MiB, and ${atFirst.reader} MiB in a program that ended`);
  if (args.includes('--check') && (share > 1 || Math.max(atFirst.tray, ...sizes) > 90)) process.exitCode = 1;
} finally {
  clearInterval(looking);
  tray.kill();
  await once(tray, 'exit');
  session.close();
  fixture.remove();
}

/** Own and ended children's user and system time. Format: proc(5), /proc/pid/stat, fields 14 to 17. */
function ticks(id: number): number {
  const stat = readFileSync(`/proc/${id}/stat`, 'latin1');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return [11, 12, 13, 14].reduce((sum, field) => sum + Number(fields[field]), 0);
}

function ticksPerSecond(): number {
  return Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));
}

/** Zero for a process that has ended. */
function memory(id: number): number {
  return Math.round(Number(/VmRSS:\s+(\d+)/u.exec(procFile(`${id}/status`))?.[1] ?? 0) / 1024);
}

function children(id: number): readonly number[] {
  return procFile(`${id}/task/${id}/children`).split(' ').filter(Boolean).map(Number);
}

function procFile(name: string): string {
  try {
    return readFileSync(`/proc/${name}`, 'latin1');
  } catch {
    return '';
  }
}
