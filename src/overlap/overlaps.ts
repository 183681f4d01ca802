import type { Problem } from '../errors.ts';
import type { Entry } from '../git/entry.ts';
import { gitFailureLine } from '../git/failure.ts';
import type { Git } from '../git/run.ts';
import { readShallow } from '../worktrees/common-files.ts';
import type { Snapshot } from '../worktrees/snapshot/snapshot.ts';
import type { Store } from '../worktrees/store/store.ts';
import type { Trunk } from '../worktrees/trunk.ts';
import type { Worktree } from '../worktrees/worktree.ts';
import { describePairs } from './describe-pairs.ts';
import { pathsOf } from './contender.ts';
import { askAttributes } from './foreseen.ts';
import type { Place } from './histories.ts';
import { overlapLevels, type OverlapPair, type Overlaps, type Unchecked } from './overlap.ts';
import { choosePairs } from './pairs.ts';
import { prepare, type Preparation } from './preparation.ts';
import { chooseReceiver, type Receiver } from './receiver.ts';
import { readTouched, tipOf } from './touched.ts';
import { chooseTrunkPairs, readTrunkFiles, type Target, type TrunkFiles } from './trunk-pairs.ts';
import { isDoubt, readVerdicts, type Drivers } from './verdicts.ts';

export type OverlapsOptions = {
  readonly git: Git;
  readonly store: Store;
  /** All of the repository: among them is the one that would receive a merge. */
  readonly worktrees: readonly Worktree[];
  readonly snapshots: readonly Snapshot[];
  readonly trunk: Pick<Trunk, 'name' | 'oid'> | null;
  /** Paths of the two worktrees to compare; all pairs without it. */
  readonly only?: readonly [string, string];
  /** Path of a worktree: only its pairs with the others are looked for, and nothing is compared with the trunk. */
  readonly focus?: string;
  /** Compare each worktree with this instead of with the others and the trunk. */
  readonly against?: Target;
  readonly drivers?: Drivers;
  /** What `prepareOverlaps` gave, perhaps begun already. */
  readonly preparation?: Preparation;
};

/**
 * Finds where the working states of worktrees collide, by git's own merge of their snapshots. Changes nothing but the store.
 *
 * The number of git processes does not grow with pairs or files: about twelve for all, one more for each worktree that has
 * merged the trunk since it left it, and one for every 256 merges that are not remembered.
 */
export async function findOverlaps(options: OverlapsOptions): Promise<Overlaps> {
  const { git, store, only, against } = options;
  const snapshots = options.snapshots
    .filter(({ worktree }) => only === undefined || only.includes(worktree))
    .toSorted((left, right) => (left.worktree < right.worktree ? -1 : 1));
  const target = against ?? options.trunk;
  const receiver = chooseReceiver(options.worktrees, options.trunk);
  if (receiver === null || snapshots.length === 0) return nothing(snapshots);
  const place = { git, directory: receiver.path, env: store.env };
  try {
    return await find({ ...options, place, receiver, snapshots, target });
  } catch (error) {
    const detail = gitFailureLine(error);
    if (detail === null) throw error;
    return nothing(snapshots, detail);
  }
}

type Asked = OverlapsOptions & { readonly place: Place; readonly receiver: Receiver; readonly target: Target | null };

async function find({
  place,
  store,
  receiver,
  snapshots,
  target,
  against,
  focus,
  drivers = 'skip',
  trunk,
  preparation: { rules, history, heads, foreseen } = prepare(place, { trunk, snapshots }),
}: Asked): Promise<Overlaps> {
  const below = target?.oid === trunk?.oid && { asked: history(), heads: heads() };
  const touching = readTouched({ place, snapshots, trunk: target?.oid ?? null, ...below });
  // They are needed nearly always then; whoever awaits them hears of a failure.
  if (snapshots.some((snapshot) => tipOf(snapshot) !== target?.oid)) rules().catch(() => {});
  const touched = await touching;
  const tips = new Map(snapshots.flatMap((snapshot): [string, string][] => pairOf(snapshot.worktree, tipOf(snapshot))));
  const shallow = readShallow(receiver);
  const chosen =
    against === undefined ? await choosePairs({ place, touched, tips, shallow, focus }) : { pairs: [], unchecked: [] };
  const moved =
    touched.contenders.some(({ changes }) => changes.length > 0) &&
    [...touched.histories.forks.values()].some((fork) => fork !== target?.oid);
  const inPairs = chosen.pairs.flatMap(({ changes: { a, b } }) => [...a, ...b]);
  const changes = [...touched.contenders.flatMap((contender) => contender.changes), ...inPairs];
  const { attributes = null, listed } = (target?.oid === trunk?.oid ? await foreseen() : null) ?? {};
  // Attributes that the pairs with the trunk will ask for, while the trunk's files are read.
  const early = attributes ?? (target !== null && moved ? askAttributes(place, changes.flatMap(pathsOf)) : null);
  const files = target === null || !moved ? noFiles : await readTrunkFiles(place, { target, changes, listed });
  const trunkPairs =
    target === null || focus !== undefined
      ? []
      : await chooseTrunkPairs({ place, touched, tips, target, files, shallow });
  const pairs = [...chosen.pairs, ...trunkPairs];
  const verdicts = await readVerdicts({ place, store, receiver, pairs, drivers, rules, early });
  const described = await describePairs({
    store,
    place,
    pairs,
    verdicts,
    receiver,
    pivot: (path) => blobOf(files.files.get(path)),
  });
  const failed = pairs.flatMap((pair, at): Unchecked[] => {
    const merge = verdicts.merges[at];
    const told = pair.doubt !== null && at < chosen.pairs.length;
    return merge === undefined || !isDoubt(merge) || told ? [] : [{ a: pair.a.name, b: pair.b.name, ...merge }];
  });
  const unchecked = [...chosen.unchecked, ...failed];
  const worktrees = new Set(snapshots.map(({ worktree }) => worktree));
  const missed = unchecked.filter(({ b }) => worktrees.has(b)).length;
  const asked = focus === undefined ? pairCount(snapshots.length) : snapshots.length - 1;
  const count = against === undefined ? asked - missed : snapshots.length - unchecked.length;
  return {
    checked: count,
    unchecked,
    pairs: sortPairs(described.slice(0, chosen.pairs.length)),
    trunk: sortPairs(described.slice(chosen.pairs.length)),
    problems: [],
  };
}

const noFiles: TrunkFiles = { files: new Map(), directories: new Set() };

function pairOf(key: string, value: string | null): [string, string][] {
  return value === null ? [] : [[key, value]];
}

function blobOf(entry: Entry | undefined): string | null {
  return entry?.mode.startsWith('100') === true ? entry.oid : null;
}

function sortPairs(pairs: readonly (OverlapPair | null)[]): readonly OverlapPair[] {
  const rank = ({ level }: OverlapPair): number => overlapLevels.indexOf(level);
  return pairs.filter((pair) => pair !== null).toSorted((left, right) => rank(left) - rank(right));
}

function pairCount(size: number): number {
  return (size * (size - 1)) / 2;
}

/** Nothing could be asked: every pair is unchecked. */
function nothing(snapshots: readonly Snapshot[], detail = 'There is no worktree that git can run in'): Overlaps {
  const unchecked = snapshots.flatMap(({ worktree: a }, index) =>
    snapshots.slice(index + 1).map(({ worktree: b }): Unchecked => ({ a, b, reason: 'failed', detail })),
  );
  const problem: Problem = { code: 'OVERLAPS_UNKNOWN', message: detail };
  return { checked: 0, unchecked, pairs: [], trunk: [], problems: unchecked.length === 0 ? [] : [problem] };
}
