import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { place, repo } from '../helpers/repo.ts';

const program = join(process.cwd(), 'bin/run.js');

async function openWorld() {
  const shop = await repo();
  const home = place('home');
  mkdirSync(home);
  const directory = join(home, '.cache/keepgoing/compiled');
  const run = (args: readonly string[] = ['list', '--json'], env: Readonly<Record<string, string>> = {}) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], {
      cwd: shop.path,
      env: { PATH: process.env['PATH'] ?? '', HOME: home, GIT_CONFIG_NOSYSTEM: '1', ...env },
      encoding: 'utf8',
    });
    return { status, stderr, listed: stdout.includes(shop.path) };
  };
  const kept = () => readdirSync(directory).filter((name) => name.endsWith('.kept'));
  return { shop, home, directory, run, kept, file: () => join(directory, kept()[0] ?? '') };
}

const fine = { status: 0, stderr: '', listed: true };

test('what V8 compiled is kept by the first three starts that ask the same, and only read by later ones', async () => {
  const { run, kept, file } = await openWorld();
  for (let round = 0; round < 3; round += 1) {
    expect(run()).toEqual(fine);
    expect(kept()).toHaveLength(1);
    expect(statSync(file()).mode & 0o777).toBe(0o600);
  }
  const { mtimeMs } = statSync(file());
  expect(run()).toEqual(fine);
  expect(statSync(file()).mtimeMs).toBe(mtimeMs);
  run(['overlap', '--json']);
  expect(kept()).toHaveLength(2);
  // Another V8, or one with other options, could not use it.
  run(['list', '--json'], { NODE_OPTIONS: '--max-old-space-size=500' });
  expect(kept()).toHaveLength(3);
});

test('a file that is damaged, cut off or foreign is made anew', async () => {
  const { run, file } = await openWorld();
  for (let round = 0; round < 3; round += 1) run();
  const whole = readFileSync(file());
  const damaged = Buffer.from(whole);
  damaged.fill(0, whole.length >> 1, (whole.length >> 1) + 4096);
  const lines = Buffer.from('[]\n{}\n');
  for (const content of [damaged, whole.subarray(0, whole.length >> 1), Buffer.alloc(0), lines]) {
    writeFileSync(file(), content);
    expect(run()).toEqual(fine);
    expect(readFileSync(file()).length).toBeGreaterThan(whole.length >> 1);
    expect(readFileSync(file()).equals(content)).toBe(false);
  }
});

test('nothing is kept where nothing can be written or where Node is told not to, and old files go', async () => {
  const { run, kept, directory, home } = await openWorld();
  expect(run(undefined, { NODE_DISABLE_COMPILE_CACHE: '1' })).toEqual(fine);
  expect(kept).toThrow('ENOENT');
  mkdirSync(directory, { recursive: true });
  const old = join(directory, 'quick-answer-list-json-of-another-node.kept');
  writeFileSync(old, '');
  utimesSync(old, 0, 0);
  run();
  expect(kept()).toHaveLength(1);
  rmSync(join(home, '.cache'), { recursive: true });
  writeFileSync(join(home, '.cache'), 'in the way');
  expect(run(['--version'])).toMatchObject({ status: 0, stderr: '' });
  expect(run().listed).toBe(true);
});
