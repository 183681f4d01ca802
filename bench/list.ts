/**
 * What `kg list` costs with a hundred worktrees and two gigabytes of transcripts, as ratios to what git alone needs to look at
 * the same worktrees: `node bench/list.ts [--worktrees 100] [--files 5000] [--transcripts 500] [--bytes 2147483648] [--overlap] [--check]`.
 */
import { rmSync, statfsSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildFixture, fixtureFlags } from './fixture.ts';
import { countGit, ownPeakMemory } from './observe.ts';
import { median, race, statusOfAll, type Timing } from './timing.ts';

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
  const status = {
    name: 'git status',
    ...statusOfAll({ root: fixture.root, concurrency, all: overlap }, fixture),
    cwd,
    env,
  };
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
  const whole = { command: kg, cwd, env };
  console.log(`git processes: ${countGit(whole, join(fixture.root, 'counting'))} of at most ${3 + 4 * worktrees}`);
  console.log(`memory of kg alone: ${ownPeakMemory(whole).toFixed(0)} MiB`);
  if (args.includes('--check') && !met.every(Boolean)) process.exitCode = 1;
} finally {
  fixture.remove();
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

/** A tracked file takes one block of the disk in each worktree. */
function requireRoom(): void {
  const { bavail, bsize } = statfsSync(tmpdir());
  const need = options.bytes + few.bytes + options.worktrees * options.files * 2 * 4096;
  if (bavail * bsize < need * 1.2)
    throw new Error(`${tmpdir()} has too little room: ${Math.round(need / 2 ** 20)} MiB are needed`);
}
