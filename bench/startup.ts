/**
 * What starting kg costs, as ratios to starting Node with nothing to do: `node bench/startup.ts [--rounds 30] [--check]`.
 * All contenders run on the Node that runs this file, in turn; `kg watch` in a terminal, until it shows something. `--check` exits
 * with 1 when a target is missed.
 */
import { execFileSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';
import { raceToPaint } from './first-paint.ts';
import { buildFixture } from './fixture.ts';
import { median, race, type Contender, type Timed, type Timing } from './timing.ts';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '30' },
    kg: { type: 'string', default: fileURLToPath(new URL('../bin/run.js', import.meta.url)) },
    check: { type: 'boolean', default: false },
  },
});

/** Times the wall clock of bare Node that each may take. */
const targets: Readonly<Record<string, number>> = {
  'kg glance': 1.25,
  'kg --version': 3,
  'kg list --json': 3.6,
  'kg mcp': 4,
  'kg watch, a frame': 3,
};

const fixture = buildFixture({ worktrees: 3, files: 60, transcripts: 5, bytes: 2e6, live: 2, seed: 7 });
try {
  const { main: cwd, env } = fixture;
  const node = process.execPath;
  const kg = (...args: string[]): Contender => ({
    name: `kg ${args.join(' ')}`,
    command: [node, values.kg, ...args],
    cwd,
    env,
  });
  const bare: Contender = { name: 'node -e 0', command: [node, '-e', '0'], cwd, env };
  // A list leaves behind what `kg glance` answers from without starting the whole program.
  execFileSync(node, [values.kg, 'list', '--all', '--json'], { cwd, env, stdio: 'ignore' });
  // Without an input it serves nobody, and ends when it has started.
  const contenders = [bare, kg('glance'), kg('--version'), kg('list', '--json'), kg('list'), kg('mcp')];
  const rounds = { rounds: Number(values.rounds), warmUps: 3 };
  const timings = race(contenders, rounds);
  const paint = await raceToPaint({ node, kg: values.kg, cwd, env, ...rounds });
  const inTerminal = [
    { name: 'node -e 0, terminal', runs: paint.bare.map(wallOnly) },
    { name: 'kg watch, a frame', runs: paint.frame.map(wallOnly) },
    { name: 'kg watch, surveyed', runs: paint.table.map(wallOnly) },
  ];
  const met = [report(timings), report(inTerminal)];
  if (values.check && met.includes(false)) process.exitCode = 1;
} finally {
  fixture.remove();
}

/** What is timed to a moment before its end has no processor time of its own. */
function wallOnly(wall: number): Timed {
  return { wall, cpu: Number.NaN };
}

/** Prints the table; true when every target is met. */
function report(timings: readonly Timing[]): boolean {
  const [base] = timings;
  if (base === undefined) return false;
  const wall = (timing: Timing) => median(timing.runs.map((run) => run.wall));
  const cpu = (timing: Timing) => median(timing.runs.map((run) => run.cpu));
  console.log(`Node ${process.version}, ${base.runs.length} rounds, medians; × is the ratio to the first row`);
  console.log('                     wall ms       ×   CPU ms       ×   target');
  const rows = timings.map((timing) => {
    const ratio = wall(timing) / wall(base);
    const target = targets[timing.name];
    const met = target === undefined || ratio <= target;
    const verdict = target === undefined ? '' : `≤ ${target.toFixed(2)} ${met ? 'met' : 'MISSED'}`;
    const figures = [wall(timing), ratio, cpu(timing), cpu(timing) / cpu(base)].map((figure) =>
      (Number.isNaN(figure) ? '' : figure.toFixed(2)).padStart(8),
    );
    console.log(`${timing.name.padEnd(19)} ${figures.join(' ')}   ${verdict}`);
    return met;
  });
  return rows.every(Boolean);
}
