import { spawn, type ChildProcess } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { place, repo } from '../helpers/repo.ts';
import { until } from '../helpers/until.ts';

/** On Linux the system tells which processes work in a directory. */
const linux = process.platform === 'linux';

/** A repository in which git waits for a filter, as long as the file `slow` is there, and the cache that kg works in. */
async function slowShop() {
  const shop = await repo({ name: 'shop', files: { a: 'a\n', '.gitattributes': '*.slow filter=slow\n' } });
  const root = dirname(shop.path);
  const slow = join(root, 'slow');
  writeFileSync(slow, '');
  shop.edit({
    '../filter': { program: `#!/bin/sh\ntest -e '${slow}' && exec sleep 100\ncat\n` },
  });
  shop.git('config', 'filter.slow.clean', `'${join(root, 'filter')}'`);
  const other = shop.worktree('auth');
  other.edit({ 'new.slow': 'n\n' });
  shop.edit({ 'own.slow': 'o\n', staged: 's\n' });
  shop.git('add', 'staged');
  const cache = place('cache');
  const start = (...args: readonly string[]): ChildProcess => {
    const { NODE_ENV: _, ...env } = process.env;
    return spawn(process.execPath, [resolve('bin/run.js'), ...args], {
      cwd: shop.path,
      env: {
        ...env,
        HOME: place('home'),
        XDG_CACHE_HOME: cache,
        GIT_CONFIG_GLOBAL: '/dev/null',
        KG_HOOK_TIMEOUT: '60s',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  };
  return { root, slow, cache, start };
}

function ended(child: ChildProcess): Promise<{ code: number | null; signal: string | null; printed: string }> {
  const chunks: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => chunks.push(String(chunk)));
  return new Promise((done) => {
    child.on('exit', (code, signal) => done({ code, signal, printed: chunks.join('') }));
  });
}

/** Process ids of all that work in a directory or below, zombies left out. */
function processesIn(directory: string): readonly string[] {
  return readdirSync('/proc').filter((pid) => {
    try {
      return /^\d+$/u.test(pid) && `${readlinkSync(`/proc/${pid}/cwd`)}/`.startsWith(`${directory}/`);
    } catch {
      return false;
    }
  });
}

/** Waits until git waits for a filter. */
function held(root: string): Promise<unknown> {
  return until({ what: 'a filter', read: () => filtersIn(root), accept: (found) => found.length > 0 });
}

function filtersIn(root: string): readonly string[] {
  return processesIn(root).filter((pid) => commandOf(pid).startsWith('sleep'));
}

function commandOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'latin1');
  } catch {
    return '';
  }
}

function nobodyIn(root: string): Promise<unknown> {
  return until({
    what: 'the end of all processes',
    read: () => processesIn(root),
    accept: (found) => found.length === 0,
  });
}

/** Files of the cache that are half-done: in a store's `run`, objects without their name, and what `saveWhole` has not renamed. */
function halfDone(cache: string): readonly string[] {
  const files = readdirSync(cache, { recursive: true, encoding: 'utf8' });
  return files.filter((file) => /\/run\/|\/tmp_|\.[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}$/u.test(file));
}

test.runIf(linux).for([
  { signal: 'SIGINT', args: ['overlap'] },
  { signal: 'SIGTERM', args: ['list'] },
  { signal: 'SIGHUP', args: ['list', '--json'] },
  { signal: 'SIGINT', args: ['overlap', '--json'] },
  { signal: 'SIGTERM', args: ['hook', 'pre-commit'] },
] as const)('$signal ends kg $args with git and its filters, and nothing is left', async ({ signal, args }) => {
  const { root, cache, start } = await slowShop();
  const child = start(...args);
  const end = ended(child);
  await held(root);
  expect(halfDone(cache)).not.toEqual([]);
  child.kill(signal);
  expect(await end).toEqual({ code: null, signal, printed: '' });
  await nobodyIn(root);
  expect(halfDone(cache)).toEqual([]);
});

test.runIf(linux)('what a killed kg has left goes with the next one, while one that lives keeps its own', async () => {
  const { root, slow, cache, start } = await slowShop();
  const killed = start('overlap');
  const end = ended(killed);
  await held(root);
  killed.kill('SIGKILL');
  await end;
  const left = halfDone(cache);
  expect(left).not.toEqual([]);
  const before = filtersIn(root);
  const living = start('overlap');
  const lives = ended(living);
  const read = () => filtersIn(root).filter((pid) => !before.includes(pid));
  await until({ what: 'a filter in each worktree', read, accept: (found) => found.length > 1 });
  const own = halfDone(cache);
  expect(own.filter((file) => left.includes(file))).toEqual([]);
  expect(own).not.toEqual([]);
  rmSync(slow);
  expect((await ended(start('overlap'))).code).toBe(0);
  expect(own.filter((file) => !halfDone(cache).includes(file))).toEqual([]);
  for (const pid of filtersIn(root)) process.kill(Number(pid), 'SIGKILL');
  expect((await lives).code).toBe(0);
  await nobodyIn(root);
  expect(halfDone(cache)).toEqual([]);
});
