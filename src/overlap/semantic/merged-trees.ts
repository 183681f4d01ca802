import type { Store } from '../../worktrees/store/store.ts';
import type { Place } from '../histories.ts';
import { readMergeSettings, type MergeSettings, type Receiver } from '../receiver.ts';
import { mergeSealed } from '../verdicts.ts';
import type { MergedTrees } from './read-views.ts';

/** Two commits to be merged. */
export type AskedPair = { readonly a: string; readonly b: string };

/**
 * Merges pairs of commits into trees of the store, as git would without the programs of the person's config. `null` for a pair
 * with a conflict, and `undefined` for one that git cannot merge. One process, and those of the merges.
 */
export async function readMergedTrees(options: {
  readonly place: Place;
  readonly store: Store;
  readonly receiver: Receiver;
  readonly pairs: readonly AskedPair[];
  readonly settings?: MergeSettings;
}): Promise<readonly (MergedTrees | null | undefined)[]> {
  const { place, pairs } = options;
  const settings = options.settings ?? (await readMergeSettings(place));
  const commits = pairs.map(({ a, b }) => [a, b] as const);
  const merged = await mergeSealed({ ...options, drivers: 'skip', settings }, commits);
  const trees = await readTrees(place, pairs);
  return pairs.map(({ a, b }, at) => {
    const merge = merged[at];
    if (merge === undefined || !('clean' in merge)) return undefined;
    return merge.clean ? { a: trees.get(a) ?? '', b: trees.get(b) ?? '', merge: merge.tree } : null;
  });
}

/** The trees of commits. One process. */
async function readTrees(
  { git, directory: cwd, env }: Place,
  pairs: readonly AskedPair[],
): Promise<ReadonlyMap<string, string>> {
  const commits = [...new Set(pairs.flatMap(({ a, b }) => [a, b]))];
  const answer = await git.run({ cwd, env, args: ['rev-parse', ...commits.map((oid) => `${oid}^{tree}`)] });
  const trees = answer.stdout.toString('latin1').trimEnd().split('\n');
  return new Map(commits.map((oid, at) => [oid, trees[at] ?? '']));
}
