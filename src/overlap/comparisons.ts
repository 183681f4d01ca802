import {
  commitDifferencesArgs,
  parseCommitDifferences,
  parseTreeDifferences,
  treeDifferencesArgs,
  type RawChange,
} from '../git/commit-differences.ts';
import { gitFailureLine } from '../git/failure.ts';
import type { Place } from './histories.ts';

/** Ask what `commit` changed since `base`. */
export type Comparison = { readonly commit: string; readonly base: string };

export type Compared = {
  /** The changes of each comparison asked for; `null` where git could not compare. */
  readonly changes: (comparison: Comparison) => readonly RawChange[] | null;
  /** Whether renames were looked for. */
  readonly renamesKnown: boolean;
};

/** As many files as git looks at for renames by default. A merge looks at more. */
const RENAMES = 1000;

/** Whether there are more removals and additions than git compares with each other: then some may be renames all the same. */
export function isBeyondRenames(changes: readonly Pick<RawChange, 'change'>[]): boolean {
  const count = (kind: RawChange['change']): number => changes.filter(({ change }) => change === kind).length;
  return count('added') * count('deleted') > RENAMES * RENAMES;
}

/**
 * Compares commits, all in one process. Where that fails, as in a partial clone that lacks the contents which finding renames
 * needs, once more without renames, and then one by one. `keep` says which changes are of use.
 */
export async function compareCommits(
  place: Place,
  comparisons: readonly Comparison[],
  keep?: (change: RawChange) => boolean,
): Promise<Compared> {
  const asked = [...new Map(comparisons.map((comparison) => [keyOf(comparison), comparison])).values()];
  const known = new Map<string, readonly RawChange[] | null>();
  const answerTo = ({ commit, base }: Comparison): readonly RawChange[] | null =>
    commit === base ? [] : (known.get(keyOf({ commit, base })) ?? null);
  const different = asked.filter(({ commit, base }) => commit !== base);
  const attempt = async (some: readonly Comparison[], limit: number): Promise<boolean> => {
    const sections = await compare(place, some, { renames: limit, keep });
    some.forEach((comparison, at) => known.set(keyOf(comparison), sections?.[at] ?? null));
    return sections !== null;
  };
  if (different.length === 0) return { changes: answerTo, renamesKnown: true };
  if (await attempt(different, RENAMES)) return { changes: answerTo, renamesKnown: true };
  if (!(await attempt(different, 0))) {
    for (const comparison of different) await attempt([comparison], 0);
  }
  return { changes: answerTo, renamesKnown: false };
}

async function compare(
  { git, directory, env }: Place,
  comparisons: readonly Comparison[],
  { renames, keep }: { readonly renames: number; readonly keep: ((change: RawChange) => boolean) | undefined },
): Promise<readonly (readonly RawChange[])[] | null> {
  const input = comparisons.map(({ commit, base }) => `${commit} ${base}\n`).join('');
  try {
    const answer = await git.run({ cwd: directory, env, args: commitDifferencesArgs({ renames }), input });
    return parseCommitDifferences(answer.stdout, comparisons.length, keep);
  } catch (error) {
    if (gitFailureLine(error) === null) throw error;
    return null;
  }
}

/** What a tree has that the empty tree has not: everything. One process. */
export async function listTree({ git, directory, env }: Place, tree: string): Promise<readonly RawChange[]> {
  const args = treeDifferencesArgs(tree.length === 64 ? EMPTY_SHA256 : EMPTY_SHA1, tree);
  return parseTreeDifferences((await git.run({ cwd: directory, env, args })).stdout);
}

/** The tree without entries, which git knows without having stored it. */
const EMPTY_SHA1 = '4b825dc642cb6eb9a060e54bf8d69288fbee4904';
const EMPTY_SHA256 = '6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321';

function keyOf({ commit, base }: Comparison): string {
  return `${base}..${commit}`;
}
