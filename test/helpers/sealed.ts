/**
 * Seals the environment of every test file: nothing inherited from the machine or from a surrounding git hook can change a
 * result. Runs before each test file; child processes inherit it.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { afterFile, endFile } from './after-file.ts';
import { useMemory } from './temporary.ts';

for (const name of Object.keys(process.env)) {
  if (/^(GIT_|KG_|CLAUDE|ANTHROPIC|XDG_)/u.test(name)) delete process.env[name];
}
for (const name of ['CI', 'FORCE_COLOR', 'NO_COLOR', 'EDITOR', 'VISUAL', 'PAGER', 'COLUMNS']) delete process.env[name];

useMemory(process.env);
const home = mkdtempSync(join(tmpdir(), 'kg-home-'));

Object.assign(process.env, {
  HOME: home,
  USERPROFILE: home,
  TZ: 'UTC',
  LC_ALL: 'C.UTF-8',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_SYSTEM: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
});

afterFile(() => rmSync(home, { recursive: true, force: true }));
afterAll(endFile);
