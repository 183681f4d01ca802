/**
 * Times whole processes. Node tells the CPU time of its own process only, so a shell that knows its children's stands between:
 * bash's `time` asks getrusage for the started process and every process that it waited for, in milliseconds.
 */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { devNull } from 'node:os';
import { join } from 'node:path';

export type Timed = {
  /** Milliseconds. */
  readonly wall: number;
  /** User and system time of the process and its children, in milliseconds. */
  readonly cpu: number;
};

export type Timing = {
  readonly name: string;
  readonly runs: readonly Timed[];
};

export type Contender = {
  readonly name: string;
  readonly command: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** Run before each timed run, outside of the clock. */
  readonly before?: () => void;
};

/** Runs one process to its end. Throws when it fails, so that a broken contender is never taken for a fast one. */
function timeProcess({ name, command, cwd, env, before }: Contender): Timed {
  before?.();
  const script = `TIMEFORMAT='%3R %3U %3S'; { time "$@" >${devNull} 2>${devNull}; } 2>&1; exit $?`;
  const child = spawnSync('bash', ['-c', script, 'bash', ...command], {
    cwd,
    env,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [wall, user, system] = (child.stdout ?? '').trim().split(' ').map(Number);
  if (child.status !== 0 || wall === undefined || user === undefined || system === undefined) {
    throw new Error(`${name}: ${command.join(' ')} ended with ${child.status ?? child.error?.message}`);
  }
  return { wall: wall * 1000, cpu: (user + system) * 1000 };
}

/** What git alone needs: so many processes at a time, over the same worktrees, without touching their indexes. */
export function statusOfAll(
  { root, concurrency, all }: { readonly root: string; readonly concurrency: number; readonly all: boolean },
  { worktrees }: { readonly worktrees: readonly string[] },
): Pick<Contender, 'command'> {
  const list = join(root, 'worktrees.list');
  writeFileSync(list, worktrees.map((path) => `${path}\0`).join(''));
  const status = `git --no-optional-locks -C '{}' status --porcelain=v2 -z ${all ? '-uall' : ''}`;
  return { command: ['bash', '-c', `xargs -0 -P ${concurrency} -I '{}' ${status} < '${list}'`] };
}

/** Runs all contenders in turn, round after round and each round in another order, so that a busy moment hits all alike. */
export function race(
  contenders: readonly Contender[],
  { rounds, warmUps }: { rounds: number; warmUps: number },
): Timing[] {
  const timings = contenders.map(({ name }) => ({ name, runs: new Array<Timed>() }));
  for (let round = -warmUps; round < rounds; round += 1) {
    const shift = (round + warmUps) % contenders.length;
    contenders.forEach((_, index) => {
      const turn = (index + shift) % contenders.length;
      const contender = contenders[turn];
      if (contender === undefined) return;
      const timed = timeProcess(contender);
      if (round >= 0) timings[turn]?.runs.push(timed);
    });
  }
  return timings;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}
