/**
 * Compares kg's prediction with a real merge on generated pairs, thousands of them.
 *
 *   node bench/overlap-oracle.ts [--pairs 5000] [--seed 1]
 *
 * Each repository has a base, a trunk that moved on, and twenty-five sides: some made from the base, some from the trunk as it
 * is now, some from another side, some that merged the trunk or each other. Every two sides are a pair.
 *
 * Where no conflict is told but git finds one, it must be on paths that not both of them changed themselves: it came with the
 * trunk, and is told there.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import * as fc from 'fast-check';
import { openGit } from '../src/git/run.ts';
import { findOverlaps } from '../src/overlap/overlaps.ts';
import { openStore } from '../src/worktrees/store/store.ts';
import { disagreements, inherited, snapshotOfCommit } from '../test/helpers/agreement.ts';
import { baseTree, makeCommits, steps, takeSteps, type PlannedCommit } from '../test/helpers/generated-sides.ts';
import { openOracle } from '../test/helpers/merge-oracle.ts';

const SIDES = 25;
const { values } = parseArgs({
  options: { pairs: { type: 'string', default: '5000' }, seed: { type: 'string', default: '1' } },
});
const rounds = Math.ceil(Number(values.pairs) / ((SIDES * (SIDES - 1)) / 2));
const counts = {
  pairs: 0,
  conflicting: 0,
  told: 0,
  inherited: 0,
  disagreements: 0,
  unchecked: 0,
  crashes: 0,
  kgMs: 0,
  gitMs: 0,
};
const kinds = new Map<string, number>();

for (let round = 0; round < rounds; round += 1) {
  const scratch = mkdtempSync(join(tmpdir(), 'kg-oracle-'));
  try {
    await replay(scratch, Number(values.seed) + round, round % 2 === 0 ? 'flat' : 'drift');
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
console.log(JSON.stringify({ ...counts, kinds: Object.fromEntries(kinds) }));

async function replay(scratch: string, seed: number, shape: 'flat' | 'drift'): Promise<void> {
  const path = join(scratch, 'repository');
  execFileSync('git', ['init', '-q', '--template=', '-b', 'main', path]);
  const oids = makeCommits(path, plan(seed, shape));
  const trunk = { name: 'main', oid: oids[shape === 'flat' ? 0 : 1] ?? '' };
  const sides = oids.slice(2);
  const git = openGit({ env: process.env, concurrency: 4, timeoutMs: 60_000 });
  const store = openStore({ cache: join(scratch, 'cache'), commonDirectory: `${path}/.git` });
  const worktrees = [
    { path, branch: 'main', head: null, main: true, state: 'ok' as const, gitDirectory: `${path}/.git` },
  ];
  const name = (at: number): string => `/w/${String(at).padStart(3, '0')}`;
  const snapshots = sides.map((commit, at) => snapshotOfCommit(name(at), commit));
  let before = performance.now();
  const overlaps = await findOverlaps({ git, store, worktrees, snapshots, trunk });
  counts.kgMs += Math.round(performance.now() - before);
  counts.unchecked += overlaps.unchecked.length;
  const found = new Map(overlaps.pairs.map((pair) => [`${pair.a} ${pair.b}`, pair]));
  for (const file of overlaps.pairs.flatMap((pair) => pair.files)) {
    const kind = file.kind ?? file.level;
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  }
  const oracle = openOracle({
    repository: path,
    copy: join(scratch, 'copy'),
    objects: store.env['GIT_OBJECT_DIRECTORY'] ?? '',
  });
  before = performance.now();
  const touched = sides.map((commit) => touchedSince(path, trunk.oid, commit));
  sides.forEach((a, left) => {
    sides.slice(left + 1).forEach((b, more) => {
      const right = left + 1 + more;
      const both = `${name(left)} ${name(right)}`;
      const real = oracle.merge(a, b);
      counts.pairs += 1;
      counts.crashes += real.crashed === true ? 1 : 0;
      counts.conflicting += real.clean ? 0 : 1;
      const pair = found.get(both);
      counts.told += pair?.level === 'conflict' ? 1 : 0;
      const wrong = [...disagreements(pair, real), ...(shape === 'flat' ? inherited(pair) : [])];
      if (wrong.length === 0) return;
      const missed = real.conflicted.filter((file) => !told(pair).has(file));
      const came = !real.clean && missed.every((file) => !(touched[left]?.has(file) && touched[right]?.has(file)));
      if (shape === 'drift' && came) {
        counts.inherited += 1;
        return;
      }
      counts.disagreements += 1;
      console.log(`seed ${seed} ${shape} ${both} (${a.slice(0, 8)} ${b.slice(0, 8)}): ${wrong.join('; ')}`);
    });
  });
  counts.gitMs += Math.round(performance.now() - before);
}

function told(
  pair: { readonly files: readonly { readonly path: string; readonly also?: readonly string[] }[] } | undefined,
): ReadonlySet<string> {
  return new Set((pair?.files ?? []).flatMap((file) => [file.path].concat(file.also ?? [])));
}

/** Both ends of what a side changed since it left the trunk. */
function touchedSince(repository: string, trunk: string, commit: string): ReadonlySet<string> {
  const args = ['diff', '--name-only', '--no-renames', '-z', `${trunk}...${commit}`];
  return new Set(
    execFileSync('git', args, { cwd: repository, encoding: 'utf8' })
      .split('\0')
      .filter((file) => file !== ''),
  );
}

/** The base, the trunk, and the sides. */
function plan(seed: number, shape: 'flat' | 'drift'): readonly PlannedCommit[] {
  const some = fc.sample(steps, { seed, numRuns: SIDES + 1 });
  const trunk = takeSteps(baseTree, some[0] ?? []);
  const commits: PlannedCommit[] = [
    { tree: baseTree, parents: [] },
    { tree: trunk, parents: [0] },
  ];
  for (const [at, taken] of some.slice(1).entries()) {
    const turn = shape === 'flat' ? 0 : at % 4;
    const parent = turn === 1 ? 1 : turn === 2 ? Math.max(2, commits.length - 1) : 0;
    // One that says it merged the trunk, with what is its own of it: as after a merge in which one side was kept.
    const parents = turn === 3 ? [0, 1] : [parent];
    const from = turn === 3 ? trunk : (commits[parent]?.tree ?? baseTree);
    commits.push({ tree: takeSteps(from, taken), parents });
  }
  return commits;
}
