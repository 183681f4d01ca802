/**
 * Replays historical merges of a repository as pairs of worktrees and compares kg's prediction with a real merge.
 *
 *   node bench/replay.ts <repository> [--merges 150]
 *
 * Merges with work on both sides are picked evenly over the history. The trunk is their merge base.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { openGit } from '../src/git/run.ts';
import type { OverlapPair } from '../src/overlap/overlap.ts';
import { findOverlaps } from '../src/overlap/overlaps.ts';
import type { Snapshot } from '../src/worktrees/snapshot.ts';
import { openStore } from '../src/worktrees/store.ts';
import { openOracle } from '../test/helpers/merge-oracle.ts';

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
  const store = await openStore({ cache: join(scratch, 'cache'), commonDirectory: join(repository, '.git') });
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
  const counts = { merges: 0, conflicting: 0, clean: 0, files: 0, disagreements: 0 };
  let [ours, theirs] = [0, 0];
  for (const { merge, first, second, base } of pick(repository, wanted)) {
    const snapshots = [first, second].map((commit, at) => snapshotOf(worktrees[at]?.path ?? '', commit));
    let before = performance.now();
    const trunk = { name: 'base', oid: base };
    const overlaps = await findOverlaps({ git, store, worktrees, snapshots, trunk });
    ours += performance.now() - before;
    before = performance.now();
    const real = oracle.merge(first, second);
    theirs += performance.now() - before;
    counts.merges += 1;
    counts[real.clean ? 'clean' : 'conflicting'] += 1;
    counts.files += real.conflicted.length;
    const said =
      overlaps.unchecked.length > 0
        ? [`unchecked: ${JSON.stringify(overlaps.unchecked)}`]
        : differences(overlaps.pairs[0], real);
    if (said.length > 0) {
      counts.disagreements += 1;
      console.log(`${merge}: ${said.join('; ')}`);
    }
  }
  console.log(JSON.stringify({ repository: given, ...counts, kgMs: Math.round(ours), gitMs: Math.round(theirs) }));
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

/** How a prediction differs from a real merge; nothing when both agree on clean or not and on every conflicted path. */
function differences(
  pair: OverlapPair | undefined,
  real: ReturnType<ReturnType<typeof openOracle>['merge']>,
): string[] {
  const conflicts = (pair?.files ?? []).filter(({ level }) => level === 'conflict');
  const paths = new Set(conflicts.flatMap(({ path, also = [] }) => [path, ...also]));
  const missed = real.conflicted.filter((path) => !paths.has(path));
  const extra = conflicts.filter(
    ({ path, also = [] }) => ![path, ...also].some((one) => real.conflicted.includes(one)),
  );
  return [
    ...(real.clean === (conflicts.length === 0) ? [] : [`git says ${real.clean ? 'clean' : 'conflict'}`]),
    ...(missed.length === 0 ? [] : [`missed ${missed.join(', ')}`]),
    ...extra.map(({ path, kind }) => `only kg: ${kind} ${path}`),
    ...conflicts.filter(({ viaTrunk }) => viaTrunk === true).map(({ path, kind }) => `via trunk: ${kind} ${path}`),
  ];
}

type Merge = { readonly merge: string; readonly first: string; readonly second: string; readonly base: string };

/** Two-parent merges with work on both sides, spread evenly over the history. */
function pick(repository: string, count: number): readonly Merge[] {
  const all = run(repository, 'rev-list', '--min-parents=2', '--max-parents=2', '--parents', '--all').split('\n');
  const step = Math.max(1, Math.floor(all.length / count));
  const merges: Merge[] = [];
  for (let at = 0; at < all.length * step && merges.length < count; at += step) {
    // Round after round, each beginning one further, so that the first ones alone are spread evenly too.
    const round = Math.floor(at / all.length);
    if (round >= step) break;
    const [merge = '', first = '', second = ''] = (all[(at % all.length) + round] ?? '').split(' ');
    const [base = ''] = merge === '' ? [] : bases(repository, first, second);
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

function snapshotOf(worktree: string, commit: string): Snapshot {
  return {
    worktree,
    kind: 'exact',
    commit,
    tree: null,
    head: commit,
    uncommitted: new Set(),
    untracked: new Set(),
    unmerged: new Set(),
    skipped: [],
    status: null,
    problems: [],
    fresh: true,
  };
}
