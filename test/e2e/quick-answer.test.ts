import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { shopWorld } from '../helpers/world.ts';

test('`kg list --json` and `kg overlap --json` answer alike with and without oclif, and fail alike', async () => {
  const { home, auth } = await shopWorld();
  const env = { PATH: process.env['PATH'] ?? '', HOME: home, GIT_CONFIG_NOSYSTEM: '1' };
  const kg = (cwd: string, ...args: string[]) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [join(process.cwd(), 'bin/run.js'), ...args], {
      cwd,
      env,
      encoding: 'utf8',
    });
    return { status, stderr, answer: { ...JSON.parse(stdout), takenAt: 'now' } };
  };
  // A word more, and oclif parses the arguments.
  const whole = kg(auth.path, 'list', '--json', '--sort', 'need');
  const quick = kg(auth.path, 'list', '--json');
  expect(quick).toEqual(whole);
  expect(quick).toMatchObject({ status: 0, stderr: '' });
  expect(quick.answer.projects[0].worktrees).toHaveLength(6);
  const overlaps = kg(auth.path, 'overlap', '--json');
  expect(overlaps).toEqual(kg(auth.path, 'overlap', '--level', 'same', '--json'));
  expect(overlaps).toMatchObject({ status: 0, stderr: '' });
  expect(overlaps.answer.worktrees).toHaveLength(5);
  expect(kg(home, 'overlap', '--json')).toMatchObject({ status: 2, answer: { error: { code: 'NOT_A_REPOSITORY' } } });
  expect(kg(home, 'list', '--json')).toMatchObject({ status: 2, answer: { error: { code: 'NOT_A_REPOSITORY' } } });
});
