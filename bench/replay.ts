/**
 * Replays historical merges of a repository as pairs of worktrees and compares kg's prediction with a real merge.
 *
 *   node bench/replay.ts <repository> [--merges 150]
 *
 * Merges with work on both sides are picked evenly over the history. The trunk is their merge base.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { openGit } from '../src/git/run.ts';
import { findOverlaps } from '../src/overlap/overlaps.ts';
import { openStore } from '../src/worktrees/store/store.ts';
import { disagreements, inherited, snapshotOfCommit } from '../test/helpers/agreement.ts';
import { openOracle, type Oracle, type RealMerge } from '../test/helpers/merge-oracle.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { merges: { type: 'string', default: '150' } },
});
const [given = '.'] = positionals;
const wanted = Number(values.merges);
const scratch = mkdtempSync(join(tmpdir(), 'kg-replay-'));
const run = (cwd: string, ...args: readonly string[]): string =>
  execFileSync('git', args, { cwd, encoding: 'utf8', maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', 'pipe'] }).trimEnd();

try {
  const repository = join(scratch, 'clone');
  run('/', 'clone', '-q', '--shared', '--no-checkout', '--template=', resolve(given), repository);
  const git = openGit({ env: process.env, concurrency: 4, timeoutMs: 120_000 });
  const store = openStore({ cache: join(scratch, 'cache'), commonDirectory: join(repository, '.git') });
  const objects = store.env['GIT_OBJECT_DIRECTORY'] ?? '';
  const oracle = openOracle({ repository, copy: join(scratch, 'copy'), objects });
  const worktrees = ['a', 'b'].map((name) => ({
    path: name === 'a' ? repository : join(scratch, name),
    branch: name === 'a' ? 'main' : name,
    head: null,
    main: name === 'a',
    state: 'ok' as const,
    gitDirectory: join(repository, '.git'),
  }));
  const counts = { merges: 0, conflicting: 0, clean: 0, files: 0, disagreements: 0, notReplayable: 0 };
  let [ours, theirs] = [0, 0];
  for (const { merge, first, second, base } of pick(resolve(given), wanted)) {
    const snapshots = [first, second].map((commit, at) => snapshotOfCommit(worktrees[at]?.path ?? '', commit));
    giveAttributes(repository, first);
    let before = performance.now();
    const trunk = { name: 'base', oid: base };
    const overlaps = await findOverlaps({ git, store, worktrees, snapshots, trunk });
    ours += performance.now() - before;
    before = performance.now();
    const real = reallyMerge(oracle, first, second);
    theirs += performance.now() - before;
    if (real === null) {
      counts.notReplayable += 1;
      continue;
    }
    counts.merges += 1;
    counts[real.clean ? 'clean' : 'conflicting'] += 1;
    counts.files += real.conflicted.length;
    const said =
      overlaps.unchecked.length > 0
        ? [`unchecked: ${JSON.stringify(overlaps.unchecked)}`]
        : [...disagreements(overlaps.pairs[0], real), ...inherited(overlaps.pairs[0])];
    if (said.length > 0) {
      counts.disagreements += 1;
      console.log(`${merge}: ${said.join('; ')}`);
    }
  }
  console.log(JSON.stringify({ repository: given, ...counts, kgMs: Math.round(ours), gitMs: Math.round(theirs) }));
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

/** Git reads attributes from the worktree that receives the merge: here the one that holds the first parent. */
function giveAttributes(repository: string, commit: string): void {
  for (const name of readdirSync(repository)) {
    if (name !== '.git') rmSync(join(repository, name), { recursive: true, force: true });
  }
  const paths = run(repository, 'ls-tree', '-r', '-z', '--name-only', commit).split('\0');
  for (const path of paths.filter((one) => /(?:^|\/)\.gitattributes$/u.test(one))) {
    mkdirSync(join(repository, dirname(path)), { recursive: true });
    writeFileSync(join(repository, path), `${run(repository, 'cat-file', 'blob', `${commit}:${path}`)}\n`);
  }
}

/** `null` where the repository lacks objects that a checkout needs. */
function reallyMerge(oracle: Oracle, first: string, second: string): RealMerge | null {
  try {
    return oracle.merge(first, second);
  } catch {
    return null;
  }
}

type Merge = { readonly merge: string; readonly first: string; readonly second: string; readonly base: string };

/** Two-parent merges with work on both sides, spread evenly over the history. */
function pick(repository: string, count: number): readonly Merge[] {
  const all = run(repository, 'rev-list', '--min-parents=2', '--max-parents=2', '--parents', '--all').split('\n');
  const step = Math.max(1, Math.floor(all.length / count));
  const merges: Merge[] = [];
  // Round after round, each beginning one further, so that the first ones alone are spread evenly too.
  const order = Array.from({ length: step }, (_, round) => all.filter((__, at) => at % step === round)).flat();
  for (const line of order) {
    if (merges.length === count) break;
    const [merge = '', first = '', second = ''] = line.split(' ');
    const [base = ''] = bases(repository, first, second);
    if (base !== '' && base !== first && base !== second) merges.push({ merge, first, second, base });
  }
  return merges;
}

function bases(repository: string, first: string, second: string): readonly string[] {
  try {
    return run(repository, 'merge-base', '--all', first, second).split('\n');
  } catch {
    return [];
  }
}
