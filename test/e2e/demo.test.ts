import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readOnlyProof } from '../helpers/read-only.ts';
import { place } from '../helpers/repo.ts';
import { openTerminal } from '../helpers/terminal.ts';
import { until } from '../helpers/until.ts';

const bin = join(process.cwd(), 'bin/run.js');

function surroundings() {
  const home = place('home');
  const temporary = join(home, 'tmp');
  mkdirSync(temporary, { recursive: true });
  return { home, temporary, env: { PATH: process.env['PATH'] ?? '', HOME: home, TMPDIR: temporary, SHELL: '/bin/sh' } };
}

test('a command in the demo sees the made-up world, and nothing is left of it', () => {
  const { home, temporary, env } = surroundings();
  mkdirSync(join(home, '.claude/sessions'), { recursive: true });
  const proof = readOnlyProof([join(home, '.claude')]);
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, 'demo', '--', 'kg', 'list', '--json'], {
    env,
    encoding: 'utf8',
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  const answer: {
    projects: { worktrees: { branch: string; overlap: { level: string }; sessions: { status: string }[] }[] }[];
  } = JSON.parse(stdout);
  const told = answer.projects[0]?.worktrees.map(({ branch, overlap, sessions }) =>
    [branch, overlap.level, ...sessions.map(({ status: word }) => word)].join(' '),
  );
  expect(told).toMatchInlineSnapshot(`
    [
      "feature/cart conflict waiting",
      "spike/search none crashed",
      "feature/auth conflict active",
      "test/pay none active",
      "main none idle",
      "docs/readme none finished",
    ]
  `);
  expect(readdirSync(temporary)).toEqual([]);
  expect(proof.differences()).toEqual([]);
});

test('the shell in the demo stands in a worktree, and its exit code is the answer', () => {
  const { env } = surroundings();
  const shell = spawnSync(process.execPath, [bin, 'demo'], {
    env,
    encoding: 'utf8',
    input: 'git branch --show-current\nkg show --json > /dev/null && exit 7\n',
  });
  expect(shell.stdout).toBe('feature/auth\n');
  expect(shell.status).toBe(7);
  expect(shell.stderr).toMatchInlineSnapshot(`
    "○ A made-up project: 6 worktrees, 6 sessions. You are in ~/code/shop.auth
    ↳ kg list                                       what everyone is doing
    ↳ kg show feature/cart                          all about one
    ↳ kg overlap                                    where they will collide
    ↳ kg overlap feature/auth feature/cart --diff   both sides of a conflict
    ○ Nothing of yours is touched. exit leaves it, and removes it
    "
  `);
});

test('Ctrl-C ends what runs in the demo, and the demo cleans up', async () => {
  const { temporary, env } = surroundings();
  const terminal = openTerminal({
    file: process.execPath,
    args: [bin, 'demo'],
    cwd: temporary,
    env: { ...env, PS1: '' },
  });
  await terminal.until(/exit leaves it/u);
  // Who has said it has the terminal: one that is only about to start would leave the keys to the shell.
  terminal.type("sh -c 'echo $((40 + 2)); exec sleep 600'\n");
  await terminal.until(/\b42$/mu);
  terminal.press('ctrl-c');
  await terminal.until(/\^C/u);
  terminal.type('exit 3\n');
  expect(await terminal.ended).toEqual({ code: 3, signal: null });
  expect(readdirSync(temporary)).toEqual([]);
  await terminal.close();
});

test('a demo that is ended from outside takes its world and its processes along', async () => {
  const { temporary, env } = surroundings();
  const child = spawn(process.execPath, [bin, 'demo', '--', 'sleep', '600'], { env, stdio: 'ignore' });
  const ended = new Promise((resolve) => child.on('exit', (_, signal) => resolve(signal)));
  const registry = () => {
    const [root] = readdirSync(temporary);
    const folder = join(temporary, root ?? '', 'home/.claude/sessions');
    return existsSync(folder) ? readdirSync(folder) : [];
  };
  const names = await until({ what: 'five sessions', read: registry, accept: ({ length }) => length === 5 });
  child.kill('SIGTERM');
  expect(await ended).toBe('SIGTERM');
  expect(readdirSync(temporary)).toEqual([]);
  const living = () => names.filter((name) => existsSync(join('/proc', name.replace('.json', ''))));
  await until({ what: 'the end of their processes', read: living, accept: ({ length }) => length === 0 });
});
