import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readlinkSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { openLife } from '../../src/ending.ts';
import { runCommand } from '../../src/verify/run-command.ts';
import { place, repo } from '../helpers/repo.ts';
import { until } from '../helpers/until.ts';

/** On Linux the system tells which processes work in a directory. */
const linux = process.platform === 'linux';

/** How many processes work in a directory or below; one whose directory is gone counts as long as it lives. */
function processesIn(directory: string): number {
  return readdirSync('/proc').filter((pid) => {
    try {
      return /^\d+$/u.test(pid) && `${readlinkSync(`/proc/${pid}/cwd`)}/`.startsWith(`${directory}/`);
    } catch {
      return false;
    }
  }).length;
}

/** A shell that waits for a shell that waits. */
const nested = "sh -c 'sleep 100; true' & sh -c 'sleep 100; true'; true";

test.runIf(linux)('Ctrl-C ends all that --verify has started, and its directories are gone', async () => {
  const shop = await repo({ name: 'shop', files: { a: 'a\n', b: 'b\n' } });
  shop.worktree('auth').commit({ a: 'more\n' });
  shop.worktree('cart').commit({ b: 'more\n' });
  const [cache, home] = [place('cache'), place('home')];
  const { NODE_ENV: _, ...env } = process.env;
  const child = spawn(process.execPath, [resolve('bin/run.js'), 'overlap', 'auth', 'cart', '--verify', nested], {
    cwd: shop.path,
    env: { ...env, HOME: home, XDG_CACHE_HOME: cache, GIT_CONFIG_GLOBAL: '/dev/null' },
    stdio: 'ignore',
  });
  const ended = new Promise((done) => child.on('exit', (code, signal) => done({ code, signal })));
  const temporary = () =>
    readdirSync(cache, { recursive: true, encoding: 'utf8' }).filter((file) => /verify-/u.test(file));
  await until({ what: 'the command', read: () => processesIn(cache), accept: (found) => found >= 4 });
  expect(temporary()).not.toEqual([]);
  child.kill('SIGINT');
  expect(await ended).toEqual({ code: null, signal: 'SIGINT' });
  await until({ what: 'the end of all processes', read: () => processesIn(cache), accept: (found) => found === 0 });
  expect(temporary()).toEqual([]);
});

test.runIf(linux).for([
  { how: 'out of time', command: nested, timeoutMs: 1000, ends: { exitCode: null, timedOut: true } },
  {
    how: 'with something left in the background',
    command: 'sleep 100 & exit 3',
    timeoutMs: 60_000,
    ends: { exitCode: 3, timedOut: false },
  },
])('a command that ends $how ends with all that it has started', async ({ command, timeoutMs, ends }) => {
  const directory = place('merge');
  mkdirSync(directory, { recursive: true });
  const life = openLife(process);
  const result = await runCommand({ command, directory, env: process.env, timeoutMs, life });
  expect(result).toEqual({ ...ends, output: '' });
  await until({ what: 'the end of all processes', read: () => processesIn(directory), accept: (found) => found === 0 });
});
