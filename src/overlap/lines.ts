import { gitFailureLine } from '../git/failure.ts';
import {
  lineChangesArgs,
  makeTreesArgs,
  makeTreesInput,
  parseLineChanges,
  type BlobPair,
  type Hunk,
} from '../git/line-changes.ts';
import type { Store } from '../worktrees/store/store.ts';
import type { Place } from './histories.ts';
import { readHunkMemory, saveHunkMemory } from './hunk-memory.ts';

/** The hunks between two blobs; `null` where lines cannot be told: a binary or very large file, a missing object. */
export type Lines = (pair: BlobPair) => readonly Hunk[] | null;

/** Reads the hunks of all pairs: two processes, whatever their number; five where an object is missing. Writes two trees into the store. */
export async function readLines({ git, directory: cwd, env }: Place, pairs: readonly BlobPair[]): Promise<Lines> {
  const asked = [...new Map(pairs.filter(differs).map((pair) => [keyOf(pair), pair])).values()];
  const known = new Map<string, readonly Hunk[] | null>();
  const lines: Lines = (pair) => (differs(pair) ? (known.get(keyOf(pair)) ?? null) : []);
  const compare = async (some: readonly BlobPair[]): Promise<boolean> => {
    try {
      const made = await git.run({ cwd, env, args: makeTreesArgs, input: makeTreesInput(some) });
      const [before = '', after = ''] = made.stdout.toString('latin1').split('\n');
      const answer = await git.run({ cwd, env, args: lineChangesArgs([before, after]) });
      const changes = parseLineChanges(answer.stdout);
      some.forEach((pair, index) => known.set(keyOf(pair), changes.get(index) ?? null));
      return true;
    } catch (error) {
      if (gitFailureLine(error) === null) throw error;
      return false;
    }
  };
  if (asked.length === 0 || (await compare(asked))) return lines;
  // One object that is not there is enough to fail; without lines the verdicts stand all the same.
  const there = await findObjects({ git, directory: cwd, env }, asked.flatMap(oidsOf));
  const whole = asked.filter((pair) => oidsOf(pair).every((oid) => there.has(oid)));
  if (whole.length > 0 && whole.length < asked.length) await compare(whole);
  return lines;
}

/** The same, with what an earlier run found remembered: no process where all of it was. What could not be told is asked again. */
export async function readLinesOnce(options: {
  readonly place: Place;
  readonly store: Store;
  readonly pairs: readonly BlobPair[];
}): Promise<Lines> {
  const { place, store } = options;
  const pairs = options.pairs.filter(differs);
  if (pairs.length === 0) return () => [];
  const memory = readHunkMemory(store);
  const fresh = await readLines(
    place,
    pairs.filter((pair) => !memory.has(keyOf(pair))),
  );
  const lines: Lines = (pair) => (differs(pair) ? (memory.get(keyOf(pair)) ?? fresh(pair)) : []);
  const used = new Map(
    pairs.flatMap((pair) => {
      const hunks = lines(pair);
      return hunks === null ? [] : [[keyOf(pair), hunks] as const];
    }),
  );
  if ([...used.keys()].some((key) => !memory.has(key))) await saveHunkMemory(store, used, memory);
  return lines;
}

async function findObjects({ git, directory: cwd, env }: Place, oids: readonly string[]): Promise<ReadonlySet<string>> {
  const input = oids.map((oid) => `${oid}\n`).join('');
  const answer = await git.run({ cwd, env, args: ['cat-file', '--batch-check'], input, answers: [0, 128] });
  const found = answer.stdout.toString('latin1').matchAll(/^([0-9a-f]{40,64}) blob /gmu);
  return new Set(Array.from(found, ([, oid = '']) => oid));
}

function oidsOf({ before, after }: BlobPair): readonly string[] {
  return [before, after].filter((oid) => oid !== null);
}

function differs({ before, after }: BlobPair): boolean {
  return before !== after;
}

function keyOf({ before, after }: BlobPair): string {
  return `${before ?? ''}..${after ?? ''}`;
}
