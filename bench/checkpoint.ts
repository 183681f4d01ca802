/**
 * What `kg checkpoint` costs beside `kg show` on a session with a large transcript, in turn in one run; and what many checkpoints of
 * a large repository take on the disk.
 *
 *   node bench/checkpoint.ts [--transcript 20] [--files 20000] [--checkpoints 100] [--rounds 15] [--program <another build>]
 *
 * `--checkpoints 0` leaves the size out.
 */
import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { seeded } from './random.ts';
import { buildRepository } from './repository.ts';
import { surroundings } from './surroundings.ts';
import { median, race } from './timing.ts';
import { writeTranscripts } from './transcripts.ts';

const string = { type: 'string' } as const;
const { values } = parseArgs({
  options: { transcript: string, files: string, checkpoints: string, rounds: string, program: string },
});
const { transcript = '20', files = '20000', checkpoints = '100', rounds = '15' } = values;
const program = values.program ?? fileURLToPath(new URL('../bin/run.js', import.meta.url));
const root = realpathSync(mkdtempSync(join(tmpdir(), 'kg-bench-')));
try {
  measureTime(join(root, 'time'));
  if (Number(checkpoints) > 0) measureSize(join(root, 'size'));
} finally {
  rmSync(root, { recursive: true, force: true });
}

function measureTime(place: string): void {
  mkdirSync(place);
  const env = surroundings(place);
  const { worktrees } = buildRepository({ root: place, env, worktrees: 6, files: 2000, seed: 1 });
  const [cwd = place] = worktrees.slice(1);
  const directory = join(env['HOME'] ?? place, '.claude');
  const { bytes, end } = writeTranscripts({
    directory,
    worktrees: [cwd],
    count: 1,
    bytes: Number(transcript) * 1_000_000,
    live: 1,
    seed: 1,
    now: new Date(),
  });
  try {
    const contender = (name: string, ...words: readonly string[]) => ({
      name,
      command: [process.execPath, program, ...words],
      cwd,
      env,
    });
    const timings = race([contender('kg show', 'show'), contender('kg checkpoint', 'checkpoint')], {
      rounds: Number(rounds),
      warmUps: 2,
    });
    console.log(`a transcript of ${(bytes / 1e6).toFixed(0)} MB, 6 worktrees of 2000 files, ${rounds} rounds`);
    const base = timings[0]?.runs ?? [];
    for (const { name, runs } of timings) {
      const ratios = runs.map(({ wall }, round) => wall / (base[round]?.wall ?? Number.NaN));
      const wall = median(runs.map((one) => one.wall)).toFixed(0);
      const cpu = median(runs.map((one) => one.cpu)).toFixed(0);
      console.log(`  ${name.padEnd(14)} ${wall} ms, ${cpu} ms of CPU, ${median(ratios).toFixed(2)}x`);
    }
  } finally {
    end();
  }
}

function measureSize(place: string): void {
  mkdirSync(place);
  const env = { ...surroundings(place), KG_CHECKPOINTS_KEEP: '10000' };
  const { main, worktrees } = buildRepository({ root: place, env, worktrees: 2, files: Number(files), seed: 1 });
  const [cwd = place] = worktrees.slice(1);
  const random = seeded(2);
  const tracked = execFileSync('git', ['ls-files', '-z'], { cwd, env, encoding: 'utf8' }).split('\0').slice(0, -1);
  const kg = (...words: readonly string[]) =>
    execFileSync(process.execPath, [program, 'checkpoint', ...words], { cwd, env, stdio: 'pipe' });
  const count = Number(checkpoints);
  for (let at = 0; at < count; at += 1) {
    for (let edit = 0; edit < 3; edit += 1) {
      const path = tracked[Math.floor(random() * tracked.length)] ?? 'README.md';
      appendFileSync(join(cwd, path), `// edit ${at}.${edit}\n`);
    }
    kg('-m', `state ${at}`);
    if (at === 0) report(main, 1, files);
  }
  report(main, count, files);
  kg('prune');
  report(main, count, files, ', packed into one');
}

function report(main: string, count: number, of: string, how = ''): void {
  const keepgoing = join(main, '.git', 'keepgoing');
  const objects = bytesBelow(join(keepgoing, 'objects'));
  const histories = bytesBelow(join(keepgoing, 'checkpoints'));
  const kB = (bytes: number) => `${Math.round(bytes / 1000)} kB`;
  console.log(
    `${count} checkpoints of ${of} files${how}: ${kB(objects)} of objects, ${kB(histories)} of manifests and lists`,
  );
}

function bytesBelow(directory: string): number {
  return readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .map((name) => statSync(join(directory, name)))
    .reduce((sum, stats) => sum + (stats.isFile() ? stats.size : 0), 0);
}
