import { gitFailureLine } from '../git/failure.ts';
import {
  lineChangesArgs,
  makeTreesArgs,
  makeTreesInput,
  parseLineChanges,
  type BlobPair,
  type Hunk,
} from '../git/line-changes.ts';
import type { Place } from './histories.ts';

/** The hunks between two blobs; `null` where lines cannot be told: a binary or very large file, a missing object. */
export type Lines = (pair: BlobPair) => readonly Hunk[] | null;

/** Reads the hunks of all pairs: two processes, whatever their number. Writes two trees into the store. */
export async function readLines({ git, directory: cwd, env }: Place, pairs: readonly BlobPair[]): Promise<Lines> {
  const asked = [...new Map(pairs.filter(differs).map((pair) => [keyOf(pair), pair])).values()];
  const known = new Map<string, readonly Hunk[] | null>();
  const lines: Lines = (pair) => (differs(pair) ? (known.get(keyOf(pair)) ?? null) : []);
  if (asked.length === 0) return lines;
  try {
    const made = await git.run({ cwd, env, args: makeTreesArgs, input: makeTreesInput(asked) });
    const [before = '', after = ''] = made.stdout.toString('latin1').split('\n');
    const answer = await git.run({ cwd, env, args: lineChangesArgs([before, after]) });
    const changes = parseLineChanges(answer.stdout);
    asked.forEach((pair, index) => known.set(keyOf(pair), changes.get(index) ?? null));
  } catch (error) {
    // Without lines the verdicts stand all the same.
    if (gitFailureLine(error) === null) throw error;
  }
  return lines;
}

function differs({ before, after }: BlobPair): boolean {
  return before !== after;
}

function keyOf({ before, after }: BlobPair): string {
  return `${before ?? ''}..${after ?? ''}`;
}
