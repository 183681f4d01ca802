import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { expect, test } from 'vitest';
import { openTerminal } from '../helpers/terminal.ts';
import { shopWorld } from '../helpers/world.ts';

const program = join(process.cwd(), 'bin/run.js');

test('`kg list` and `kg overlap` answer alike with and without oclif, and fail alike', async () => {
  const { home, auth } = await shopWorld();
  const env = { PATH: process.env['PATH'] ?? '', HOME: home, GIT_CONFIG_NOSYSTEM: '1' };
  const run = (cwd: string, ...args: string[]) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], { cwd, env, encoding: 'utf8' });
    return { status, stderr, stdout };
  };
  const kg = (cwd: string, ...args: string[]) => {
    const { stdout, ...rest } = run(cwd, ...args, '--json');
    return { ...rest, answer: { ...JSON.parse(stdout), takenAt: 'now' } };
  };
  // A word more, and oclif parses the arguments.
  const whole = kg(auth.path, 'list', '--sort', 'need');
  const quick = kg(auth.path, 'list');
  expect(quick).toEqual(whole);
  expect(quick).toMatchObject({ status: 0, stderr: '' });
  expect(quick.answer.projects[0].worktrees).toHaveLength(6);
  const overlaps = kg(auth.path, 'overlap');
  expect(overlaps).toEqual(kg(auth.path, 'overlap', '--level', 'same'));
  expect(overlaps).toMatchObject({ status: 0, stderr: '' });
  expect(overlaps.answer.worktrees).toHaveLength(5);

  for (const command of ['list', 'overlap']) {
    // The age of a row may change between two runs.
    const both = () => [run(auth.path, command), run(auth.path, command, '-C', '.')];
    await expect.poll(both).toSatisfy(([one, other]: ReturnType<typeof both>) => isDeepStrictEqual(one, other));
    const inTerminal = async (...args: string[]) => {
      const terminal = openTerminal({
        file: process.execPath,
        args: [program, ...args],
        cwd: auth.path,
        env,
        columns: 80,
      });
      await terminal.ended;
      return [terminal.raw(), await terminal.close()][0];
    };
    const drawn = async () => [await inTerminal(command), await inTerminal(command, '-C', '.')];
    await expect
      .poll(drawn)
      .toSatisfy(
        ([one = '', other]: readonly string[]) =>
          one === other && one.includes('\u001B[') && one.includes('feature/auth'),
      );
  }

  for (const command of ['list', 'overlap']) {
    expect(kg(home, command)).toMatchObject({ status: 2, answer: { error: { code: 'NOT_A_REPOSITORY' } } });
    expect(run(home, command)).toEqual(run(home, command, '-C', '.'));
  }
});
