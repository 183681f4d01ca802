/**
 * What `kg overlap` costs as a whole command, as ratios to the sum of `git status` over the same worktrees, at the same
 * concurrency and from the same round: with nothing changed since, with one worktree changed since, on a repository that kg has
 * not seen before (`cold`), and by a kg that has never run (`first ever`: Node compiles its code then).
 *
 *   node bench/overlap-command.ts [--repository <path>] [--worktrees 2,10,50,120] [--files 20000] [--rounds 5] [--in <directory>]
 *
 * The worktrees hold the work of real commits of the repository; without one, made-up edits of a made-up repository. With
 * `--in` they are kept there, and found there the next time. Fixtures with a hundred worktrees take minutes and gigabytes.
 */
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  utimesSync,
} from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { countGit, ownPeakMemory, run } from './observe.ts';
import { buildRepository, type Repository } from './repository.ts';
import { cloneSides } from './side-repository.ts';
import { surroundings } from './surroundings.ts';
import { median, race, statusOfAll, type Contender, type Timing } from './timing.ts';

const string = { type: 'string' } as const;
const { values } = parseArgs({
  options: { repository: string, worktrees: string, files: string, rounds: string, in: string, program: string },
});
const { repository, in: keep, worktrees = '2,10,50,120', files = '20000', rounds = '5' } = values;
/** Another build of kg can be measured instead: the file to start. */
const program = values.program ?? fileURLToPath(new URL('../bin/run.js', import.meta.url));
const command = [process.execPath, program, 'overlap', '--json'];
const concurrency = Math.max(2, availableParallelism());
const root = keep === undefined ? realpathSync(mkdtempSync(join(tmpdir(), 'kg-bench-'))) : resolve(keep);
try {
  for (const count of worktrees.split(',').map(Number)) measure(count);
} finally {
  if (keep === undefined) rmSync(root, { recursive: true, force: true });
}

function measure(count: number): void {
  const place = join(root, `n${count}`);
  mkdirSync(place, { recursive: true });
  const env = surroundings(place);
  const fixture = build(place, env, count);
  const cwd = fixture.main;
  const kg = { command, cwd, env };
  const settle = (): unknown => run(kg);
  const cache = env['XDG_CACHE_HOME'] ?? '';
  const forgetAll = (): void => rmSync(cache, { recursive: true, force: true });
  /** What kg knows of repositories and sessions, and not its own code as Node has compiled it. */
  const forget = (): void => {
    for (const kept of namesIn(join(cache, 'keepgoing')).filter((name) => name !== 'compiled'))
      rmSync(join(cache, 'keepgoing', kept), { recursive: true, force: true });
  };
  let edits = 0;
  const edit = (): void => {
    settle();
    edits += 1;
    const path = join(fixture.worktrees.at(-1) ?? cwd, 'package.json');
    appendFileSync(path, '\n');
    utimesSync(path, edits, edits);
  };
  const contenders: readonly Contender[] = [
    { name: 'git status', ...statusOfAll({ root: place, concurrency, all: true }, fixture), cwd, env },
    { name: 'node alone', command: [process.execPath, '-e', '0'], cwd, env },
    { name: 'warm', ...kg, before: settle },
    { name: 'one changed', ...kg, before: edit },
    { name: 'cold', ...kg, before: forget },
    { name: 'first ever', ...kg, before: forgetAll },
  ];
  const timings = race(contenders, { rounds: Number(rounds), warmUps: 1 });
  console.log(`${fixture.worktrees.length} worktrees, ${concurrency} processes at a time, Node ${process.version}`);
  report(timings);
  settle();
  const bin = join(place, 'counting');
  const counts = [`warm ${countGit(kg, bin)}`];
  edit();
  counts.push(`one changed ${countGit(kg, bin)}`);
  const peaks = [`warm ${ownPeakMemory(kg).toFixed(0)} MiB`];
  forget();
  counts.push(`cold ${countGit(kg, bin)}`);
  forget();
  peaks.push(`cold ${ownPeakMemory(kg).toFixed(0)} MiB`);
  console.log(`  git processes: ${counts.join(', ')}; memory of kg alone: ${peaks.join(', ')}`);
}

function namesIn(directory: string): readonly string[] {
  return existsSync(directory) ? readdirSync(directory) : [];
}

function build(place: string, env: Readonly<Record<string, string>>, count: number): Repository {
  if (repository !== undefined) return cloneSides({ from: repository, root: place, env, worktrees: count });
  return buildRepository({ root: place, env, worktrees: count, files: Number(files), seed: 1 });
}

/** Ratios of each round to what git took in the same round, since a shared machine is faster in one minute than in the next; the median of them. */
function report(timings: readonly Timing[]): void {
  const [base, node] = timings;
  const ratio = (timing: Timing, what: 'wall' | 'cpu', without?: Timing): string => {
    const ratios = timing.runs.map((one, round) => {
      const [all, start] = [base, without].map((other) => other?.runs[round]?.[what]);
      return (one[what] - (start ?? 0)) / (all ?? Number.NaN);
    });
    return `${median(ratios).toFixed(2)}×`;
  };
  for (const timing of timings) {
    const figures = (['wall', 'cpu'] as const).map((what) => {
      const own = median(timing.runs.map((one) => one[what]));
      const without = timing === base ? '' : ` (${ratio(timing, what, node)} without the start of Node)`;
      return `${own.toFixed(0)} ms ${what} ${ratio(timing, what)}${without}`;
    });
    console.log(`  ${timing.name.padEnd(12)} ${figures.join(', ')}`);
  }
}
