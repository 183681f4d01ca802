/**
 * What snapshots of all worktrees cost, as ratios to the `git status` of the same worktrees at the same concurrency, all from
 * one process: `node bench/snapshot.ts [--worktrees 10] [--files 20000] [--rounds 7]`. CPU time includes git's, on Linux.
 */
import { appendFileSync, mkdtempSync, readFileSync, realpathSync, rmSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { readCommitFacts } from '../src/git/commit-facts.ts';
import { openRepository } from '../src/git/repository.ts';
import { openGit } from '../src/git/run.ts';
import { listWorktrees } from '../src/worktrees/list.ts';
import { takeSnapshot, type Snapshot } from '../src/worktrees/snapshot/snapshot.ts';
import { openStore } from '../src/worktrees/store/store.ts';
import { buildRepository } from './repository.ts';
import { surroundings } from './surroundings.ts';
import { median } from './timing.ts';

const number = { type: 'string' } as const;
const { values } = parseArgs({ options: { worktrees: number, files: number, rounds: number } });
const worktreeCount = Number(values.worktrees ?? 10);
const files = Number(values.files ?? 20_000);
const rounds = Number(values.rounds ?? 7);
const concurrency = 2;

const root = realpathSync(mkdtempSync(join(tmpdir(), 'kg-bench-')));
try {
  await measure();
} finally {
  rmSync(root, { recursive: true, force: true });
}

async function measure(): Promise<void> {
  const env = surroundings(root);
  const { main } = buildRepository({ root, env, worktrees: worktreeCount, files, seed: 1 });
  const git = openGit({ env, concurrency, timeoutMs: 60_000 });
  const repository = await openRepository({ git, directory: main });
  const worktrees = await listWorktrees({ git, repository });
  const paths = worktrees.map(({ path }) => path);
  const last = paths.at(-1) ?? main;
  const heads = await readCommitFacts({ git, cwd: main, oids: worktrees.flatMap(({ head }) => head ?? []) });
  const take = async (name: string): Promise<readonly Snapshot[]> => {
    const store = openStore({ cache: join(root, name), commonDirectory: repository.commonDirectory });
    return Promise.all(
      worktrees.map((worktree) => takeSnapshot({ git, store, worktree, worktrees: paths, heads: async () => heads })),
    );
  };
  let edits = 0;
  const edit = (): void => {
    edits += 1;
    const path = join(last, 'src/one.ts');
    appendFileSync(path, `export const edit${edits} = ${edits};\n`);
    utimesSync(path, edits, edits);
  };
  const status = ['status', '--porcelain=v2', '-z', '-uall'];
  const contenders: readonly Contender[] = [
    { name: 'git status', run: () => Promise.all(paths.map((cwd) => git.run({ cwd, args: status }))) },
    {
      name: 'cold',
      before: () => rmSync(join(root, 'cold'), { recursive: true, force: true }),
      run: () => take('cold'),
    },
    { name: 'warm', run: () => take('warm') },
    { name: 'warm, one changed', before: edit, run: () => take('warm') },
    { name: '(settling)', before: () => sleep(50), run: () => take('warm') },
  ];
  await take('warm');
  const measured = contenders.map(() => new Array<Measured>());
  let counts = new Array<string>();
  for (let round = 0; round < rounds; round += 1) {
    counts = [];
    for (const [index, contender] of contenders.entries()) {
      await contender.before?.();
      const before = git.started();
      measured[index]?.push(await clock(contender.run));
      counts.push(`${git.started() - before} processes`);
    }
  }
  const changed = (await take('warm')).filter(({ commit, head }) => commit !== head).length;
  console.log(
    `${worktreeCount} worktrees of ${files} files, ${changed} of them changed, ${concurrency} processes at a time`,
  );
  const base = measured[0] ?? [];
  contenders.forEach(({ name }, index) => {
    const all = measured[index] ?? [];
    const figure = (of: 'wall' | 'cpu'): string => {
      const value = median(all.map((one) => one[of]));
      return `${value.toFixed(0)} ms ${of} ${(value / median(base.map((one) => one[of]))).toFixed(2)}×`;
    };
    console.log(`${name.padEnd(18)} ${figure('wall')}, ${figure('cpu')}, ${counts[index]}`);
  });
  console.log(`peak memory ${Math.round(process.resourceUsage().maxRSS / 1024)} MiB`);
}

type Contender = {
  readonly name: string;
  readonly run: () => Promise<unknown>;
  /** Outside of the clock. */
  readonly before?: () => unknown;
};

/** Milliseconds; `cpu` of this process and of those that it waited for. */
type Measured = { readonly wall: number; readonly cpu: number };

async function clock(run: () => Promise<unknown>): Promise<Measured> {
  const [wall, own, children] = [performance.now(), process.cpuUsage(), childrenCpu()];
  await run();
  const { user, system } = process.cpuUsage(own);
  return { wall: performance.now() - wall, cpu: (user + system) / 1000 + childrenCpu() - children };
}

/** Fields 16 and 17 of proc(5)'s stat, in hundredths of a second; a worktree takes several. */
function childrenCpu(): number {
  if (process.platform !== 'linux') return 0;
  const [user = 0, system = 0] = (readFileSync('/proc/self/stat', 'latin1').split(') ')[1] ?? '')
    .split(' ')
    .slice(13, 15)
    .map(Number);
  return (user + system) * 10;
}
