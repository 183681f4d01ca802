import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { OverlapPair } from '../../src/overlap/overlap.ts';
import { findOverlaps } from '../../src/overlap/overlaps.ts';
import { openStore } from '../../src/worktrees/store/store.ts';
import { disagreements, inherited, snapshotOfCommit } from '../helpers/agreement.ts';
import { budget, testGit } from '../helpers/budget.ts';
import { baseTree, makeCommits, steps, takeSteps } from '../helpers/generated-sides.ts';
import { openOracle } from '../helpers/merge-oracle.ts';
import { place, repo } from '../helpers/repo.ts';

/** Every two of them are a pair: 300. */
const SIDES = 25;

test(
  '300 generated pairs: every verdict is that of a real merge, and exchanging both sides mirrors it',
  { timeout: 120_000 },
  async () => {
    const { path } = await repo({ files: null });
    const trees = fc.sample(steps, { seed: 20_261_122, numRuns: SIDES }).map((some) => takeSteps(baseTree, some));
    const [base = '', ...commits] = makeCommits(path, [
      { tree: baseTree, parents: [] },
      ...trees.map((tree) => ({ tree, parents: [0] })),
    ]);
    const git = testGit();
    const store = openStore({ cache: place('cache'), commonDirectory: `${path}/.git` });
    const worktrees = [
      { path, branch: 'main', head: null, main: true, state: 'ok' as const, gitDirectory: `${path}/.git` },
    ];
    const compareAs = (name: (at: number) => string) => {
      const snapshots = commits.map((commit, at) => snapshotOfCommit(name(at), commit));
      return findOverlaps({ git, store, worktrees, snapshots, trunk: { name: 'main', oid: base } });
    };
    const name = (at: number): string => `/w/${String(at).padStart(3, '0')}`;
    const started = budget(git);
    const overlaps = await compareAs(name);
    expect(started()).toBeLessThanOrEqual(10);
    expect(overlaps).toMatchObject({ checked: 300, unchecked: [] });

    const found = new Map(overlaps.pairs.map((pair) => [`${pair.a} ${pair.b}`, pair]));
    const oracle = openOracle({
      repository: path,
      copy: place('copy'),
      objects: store.env['GIT_OBJECT_DIRECTORY'] ?? '',
    });
    const sides = commits.flatMap((ours, left) =>
      commits.slice(left + 1).map((theirs, more) => ({ ours, theirs, both: `${name(left)} ${name(left + 1 + more)}` })),
    );
    const real = oracle.merges(sides.map(({ ours, theirs }) => [ours, theirs]));
    expect(real).toHaveLength(300);
    const wrong = sides.flatMap(({ both }, at) => {
      const told = found.get(both);
      const merged = real[at];
      if (merged === undefined) throw new Error('no merge');
      return [...disagreements(told, merged), ...inherited(told)].map((text) => `${both}: ${text}`);
    });
    expect(wrong).toEqual([]);

    const mirrored = await compareAs((at) => name(SIDES - 1 - at));
    const turn = (path_: string): string => name(SIDES - 1 - Number(path_.slice(3)));
    expect(sorted(mirrored.pairs.map((pair) => mirror(pair, turn)))).toEqual(sorted(overlaps.pairs));
  },
);

function mirror(pair: OverlapPair, turn: (name: string) => string): OverlapPair {
  const files = pair.files.map((file) => Object.assign({}, file, { a: file.b, b: file.a }));
  return Object.assign({}, pair, { a: turn(pair.b), b: turn(pair.a), files });
}

/** Of one conflict the order of the other paths tells nothing. */
function sorted(pairs: readonly OverlapPair[]): readonly OverlapPair[] {
  const files = (pair: OverlapPair): OverlapPair['files'] =>
    pair.files.map((file) =>
      file.also === undefined ? file : Object.assign({}, file, { also: file.also.toSorted() }),
    );
  return pairs
    .map((pair) => Object.assign({}, pair, { files: files(pair) }))
    .toSorted((left, right) => (`${left.a} ${left.b}` < `${right.a} ${right.b}` ? -1 : 1));
}
