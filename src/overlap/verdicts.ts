import type { Attributes } from '../git/attributes.ts';
import type { Store } from '../worktrees/store/store.ts';
import type { Place } from './histories.ts';
import { mergePairs, type MergePair } from './merge.ts';
import { mergeKey, readMergeMemory, saveMergeMemory, type RememberedMerge } from './merge-memory.ts';
import type { Doubt } from './overlap.ts';
import type { Pair } from './pairs.ts';
import { readAttributes, readMergeSettings, type MergeSettings, type Receiver } from './receiver.ts';
import { openSealedRepository } from './sealed-repository.ts';

/** Whether the merge drivers of the person's config are run, as a real merge would, or the built-in merge takes their place. */
export type Drivers = 'run' | 'skip';

export type Verdicts = {
  /** In the order of the pairs. */
  readonly merges: readonly (RememberedMerge | Doubt)[];
  readonly attributes: Attributes;
  /** Names of the merge drivers that were left out. */
  readonly skippedDrivers: ReadonlySet<string>;
};

/** Paths, and what is being read of them. */
export type AskedAttributes = { readonly paths: ReadonlySet<string>; readonly attributes: Promise<Attributes> };

/** What decides how git merges, whatever is merged: git itself, and its settings. */
export type MergeRules = { readonly program: string; readonly settings: MergeSettings };

/** One process, which need not wait for the pairs. */
export async function readMergeRules(place: Place): Promise<MergeRules> {
  return { program: place.git.identity(), settings: await readMergeSettings(place) };
}

/**
 * Asks git how each pair merges; what an earlier run asked is remembered. One process for the attributes and those of
 * `mergePairs`, none without pairs.
 */
export async function readVerdicts(options: {
  readonly place: Place;
  readonly store: Store;
  readonly receiver: Receiver;
  readonly pairs: readonly Pair[];
  readonly drivers: Drivers;
  /** What `readMergeRules` reads, perhaps begun already. */
  readonly rules: () => Promise<MergeRules>;
  /** Attributes that are being read already. */
  readonly early?: AskedAttributes | null;
}): Promise<Verdicts> {
  const { place, store, pairs, drivers } = options;
  if (pairs.length === 0) return { merges: [], attributes: new Map(), skippedDrivers: new Set() };
  const paths = pairs.flatMap(({ meetings }) => meetings.flatMap(({ a, b }) => [a.path, b.path]));
  const memory = readMergeMemory(store);
  const [{ program, settings }, attributes] = await Promise.all([
    options.rules(),
    attributesFor(place, paths, options.early),
  ]);
  const common = [program, drivers, settings.entries];
  const keys = pairs.map((pair) => mergeKey([...common, ...commitsOf(pair), attributesOf(pair, attributes)]));
  const asked = pairs.flatMap((pair, at) => {
    const known = pair.doubt !== null || memory.has(keys[at] ?? '');
    return known ? [] : [{ pair, key: keys[at] ?? '' }];
  });
  const commits = asked.map(({ pair }) => commitsOf(pair));
  const answers = await mergeSealed({ ...options, settings }, commits);
  const fresh = new Map<string, RememberedMerge | Doubt>();
  asked.forEach(({ key }, at) => fresh.set(key, answers[at] ?? { reason: 'failed' }));
  const merges = pairs.map(
    (pair, at) =>
      pair.doubt ?? fresh.get(keys[at] ?? '') ?? memory.get(keys[at] ?? '') ?? ({ reason: 'failed' } as const),
  );
  if (asked.length > 0) await save(store, { keys, merges, memory });
  return { merges, attributes, skippedDrivers: drivers === 'run' ? new Set() : settings.drivers };
}

/** One process where any of the paths has not been asked about. */
async function attributesFor(
  place: Place,
  paths: readonly string[],
  early: AskedAttributes | null | undefined,
): Promise<Attributes> {
  const missing = [...new Set(paths)].filter((path) => early?.paths.has(path) !== true);
  const [known = [], rest] = await Promise.all([early?.attributes, readAttributes(place, missing)]);
  return new Map([...known, ...rest]);
}

/** Whether git could not answer. */
export function isDoubt(merge: RememberedMerge | Doubt): merge is Doubt {
  return 'reason' in merge;
}

function commitsOf({ a, b }: Pair): MergePair {
  return [a.commit ?? '', b.commit ?? ''];
}

/** Only files that both sides changed are merged by content, and only then attributes matter. */
function attributesOf({ meetings }: Pair, attributes: Attributes): unknown {
  const paths = new Set(meetings.flatMap(({ a, b }) => [a.path, b.path]));
  return [...paths].toSorted().flatMap((path) => {
    const found = attributes.get(path);
    return found === undefined ? [] : [[path, ...found]];
  });
}

/** Merges pairs of commits with no program of the person's config, unless its drivers are to be run. */
export async function mergeSealed(
  options: {
    readonly place: Place;
    readonly store: Store;
    readonly receiver: Receiver;
    readonly drivers: Drivers;
    readonly settings: MergeSettings;
  },
  commits: readonly MergePair[],
): ReturnType<typeof mergePairs> {
  const { place, drivers, settings } = options;
  const [first] = commits;
  if (first === undefined) return [];
  if (drivers === 'run' || !settings.runsPrograms) return mergePairs(place, commits);
  const sealed = await openSealedRepository({ ...options, oidLength: first[0].length });
  try {
    return await mergePairs({ ...place, env: sealed.env }, commits);
  } finally {
    await sealed.remove();
  }
}

async function save(
  store: Store,
  known: {
    readonly keys: readonly string[];
    readonly merges: readonly (RememberedMerge | Doubt)[];
    readonly memory: ReadonlyMap<string, RememberedMerge>;
  },
): Promise<void> {
  const used = new Map<string, RememberedMerge>();
  known.keys.forEach((key, at) => {
    const found = known.merges[at];
    if (found === undefined || isDoubt(found)) return;
    used.set(key, { clean: found.clean, stages: found.stages, conflicts: found.conflicts });
  });
  await saveMergeMemory(store, used, known.memory);
}
