/**
 * What `kg list` costs with a hundred worktrees and two gigabytes of transcripts, as ratios to what git alone needs to look at
 * the same worktrees: `node bench/list.ts [--worktrees 100] [--files 5000] [--transcripts 500] [--bytes 2147483648] [--overlap] [--check]`.
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildFixture, fixtureFlags, type Fixture } from './fixture.ts';
import { median, race, type Contender, type Timing } from './timing.ts';

const args = process.argv.slice(2);
const options = fixtureFlags(args, {
  worktrees: 100,
  files: 5000,
  transcripts: 500,
  bytes: 2 ** 31,
  live: 12,
  seed: 1,
});
const rounds = args.includes('--rounds') ? Number(args[args.indexOf('--rounds') + 1]) : 5;
const few = { count: 5, bytes: Math.round((options.bytes / options.transcripts) * 5) };
const concurrency = Math.max(2, availableParallelism());
/** `--overlap` times `kg overlap` instead, to a status that looks at every untracked file. */
const overlap = args.includes('--overlap');
const asked = overlap ? 'overlap' : 'list';
const kg = [process.execPath, fileURLToPath(new URL('../bin/run.js', import.meta.url)), asked, '--json'];

requireRoom();
const began = performance.now();
const fixture = buildFixture(options);
try {
  const fewEnv = fixture.withTranscripts(few);
  const { worktrees, files, transcripts } = options;
  console.log(
    `${worktrees} worktrees of ${files} files, ${transcripts} transcripts of ${(fixture.bytes / 2 ** 30).toFixed(2)} GiB, ` +
      `made in ${((performance.now() - began) / 1000).toFixed(0)} s; ${concurrency} processes at a time; Node ${process.version}`,
  );
  const many = `kg ${asked}, ${transcripts} transcripts`;
  const { main: cwd, env } = fixture;
  const status = gitStatus(fixture);
  const warm = race(
    [
      status,
      { name: many, command: kg, cwd, env },
      { name: `kg ${asked}, ${few.count} transcripts`, command: kg, cwd, env: fewEnv },
    ],
    {
      rounds,
      warmUps: 1,
    },
  );
  const cold = race([{ name: `${many}, no cache`, command: kg, cwd, env, before: () => forget(env) }], {
    rounds: Math.min(rounds, 3),
    warmUps: 0,
  });
  report([...warm, ...cold]);
  const [base, all, some] = warm.map(wall);
  const met = [
    verdict(`${transcripts} transcripts to git status`, ratio(all, base), 1.5),
    verdict(`${transcripts} transcripts to ${few.count}`, ratio(all, some), 1.3),
  ];
  console.log(`git processes: ${countGit(fixture)} of at most ${3 + 4 * worktrees}`);
  console.log(`peak memory of the largest process: ${peakMemory(fixture)}`);
  if (args.includes('--check') && !met.every(Boolean)) process.exitCode = 1;
} finally {
  fixture.remove();
}

/** What git alone needs: the same number of processes at a time, over the same worktrees, without touching their indexes. */
function gitStatus({ root, main: cwd, worktrees, env }: Fixture): Contender {
  const list = join(root, 'worktrees.list');
  writeFileSync(list, worktrees.map((path) => `${path}\0`).join(''));
  const script = `xargs -0 -P ${concurrency} -I '{}' git --no-optional-locks -C '{}' status --porcelain=v2 -z ${overlap ? '-uall' : ''} < '${list}'`;
  return { name: 'git status', command: ['bash', '-c', script], cwd, env };
}

function forget(env: Readonly<Record<string, string>>): void {
  rmSync(env['XDG_CACHE_HOME'] ?? '', { recursive: true, force: true });
}

function wall(timing: Timing): number {
  return median(timing.runs.map((one) => one.wall));
}

function ratio(one: number | undefined, other: number | undefined): number {
  return (one ?? Number.NaN) / (other ?? Number.NaN);
}

function report(timings: readonly Timing[]): void {
  const [base] = timings.map(wall);
  for (const timing of timings) {
    const cpu = median(timing.runs.map((one) => one.cpu));
    const figures = [
      `${wall(timing).toFixed(0)} ms`,
      `${ratio(wall(timing), base).toFixed(2)}×`,
      `CPU ${cpu.toFixed(0)} ms`,
    ];
    console.log(`  ${timing.name.padEnd(36)} ${figures.map((figure) => figure.padStart(12)).join('')}`);
  }
}

function verdict(what: string, found: number, target: number): boolean {
  const met = found <= target;
  console.log(`${what}: ${found.toFixed(2)}×, target ≤ ${target.toFixed(1)}× ${met ? 'met' : 'MISSED'}`);
  return met;
}

/** Counts with a program called git that notes each start and then becomes the real one. */
function countGit({ root, main: cwd, env }: Fixture): number {
  const bin = join(root, 'counting');
  const log = join(bin, 'log');
  mkdirSync(bin);
  writeFileSync(join(bin, 'git'), `#!/bin/sh\necho >> '${log}'\nPATH='${env['PATH']}' exec git "$@"\n`);
  chmodSync(join(bin, 'git'), 0o755);
  run({ cwd, env: { ...env, PATH: `${bin}:${env['PATH']}` }, command: kg });
  return readFileSync(log, 'utf8').length;
}

/** GNU time knows; without it the answer is that nobody asked. */
function peakMemory({ main: cwd, env }: Fixture): string {
  const answer = spawnSync('/usr/bin/time', ['-f', '%M', ...kg], { cwd, env, encoding: 'utf8', maxBuffer: 2 ** 28 });
  const kilobytes = Number(answer.stderr?.trim().split('\n').at(-1));
  return Number.isFinite(kilobytes) && answer.status === 0
    ? `${Math.round(kilobytes / 1024)} MiB`
    : 'not measured, for want of GNU time';
}

function run({ cwd, env, command }: Pick<Contender, 'cwd' | 'env' | 'command'>): void {
  const [program = '', ...rest] = command;
  const { status, stderr } = spawnSync(program, rest, { cwd, env, encoding: 'utf8', maxBuffer: 2 ** 28 });
  if (status !== 0) throw new Error(`${command.join(' ')} ended with ${status}: ${stderr}`);
}

/** A tracked file takes one block of the disk in each worktree. */
function requireRoom(): void {
  const { bavail, bsize } = statfsSync(tmpdir());
  const need = options.bytes + few.bytes + options.worktrees * options.files * 2 * 4096;
  if (bavail * bsize < need * 1.2)
    throw new Error(`${tmpdir()} has too little room: ${Math.round(need / 2 ** 20)} MiB are needed`);
}
