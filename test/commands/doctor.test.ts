import { join } from 'node:path';
import { expect, test } from 'vitest';
import Doctor from '../../src/commands/doctor.ts';
import { runCommand } from '../helpers/command.ts';
import { readOnlyProof } from '../helpers/read-only.ts';
import { shopWorld } from '../helpers/world.ts';

test('a healthy set-up is told line by line, and nothing is changed', async () => {
  const world = await shopWorld();
  const proof = readOnlyProof([join(world.home, 'code'), join(world.home, '.claude')]);
  const where = {
    directory: world.auth.path,
    home: world.home,
    now: world.now,
    env: { NO_COLOR: '1', PATH: '/usr/bin:/bin' },
  };
  const { stdout, stderr, exitCode } = await runCommand(Doctor, ['--verify'], { ...where, columns: 80 });
  const told = stdout.replaceAll(world.home, '~').replace(/(git +)\S+/u, '$1<version>');
  expect(`\n${told}`).toMatchInlineSnapshot(`
    "
    ✓ Node           v24.21.0 is supported
    ✓ git            <version> is supported
    ✓ Repository     ~/code/shop has 6 worktrees
    ✓ Config         no config: every key has its default
    ✓ Cache          ~/.cache/keepgoing can be made when it is needed
    ✓ Claude Code    ~/.claude holds 3 live records, 0 background jobs, 3 transcripts
    ✓ Records        1 version of Claude Code seen, no damaged line
    ○ Cross-check    Claude Code has not been started yet
    ✓ Claude hooks   none was left without an answer
    ○ Git hook       not set up; kg init --git-hook does it
    ○ Claude plugin  not set up; kg init --claude does it
    ○ kg on PATH     kg is not on PATH; this one runs from /opt/kg/bin/run.js
    ✓ Old KeepGoing  no file of it is left
    ✓ Old hooks      no settings call the old KeepGoing
    ✓ Second reader  isomorphic-git reads the same 4 committed paths as git, in 5 of 5 worktrees
    "
  `);
  expect(stderr).toBe('\n○ 15 checks, 4 skipped, all well\n');
  expect(exitCode).toBe(0);
  expect(proof.differences()).toEqual([]);
});
