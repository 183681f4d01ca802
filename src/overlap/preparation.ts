import { gitFailureLine } from '../git/failure.ts';
import { ahead, type Git } from '../git/run.ts';
import type { Store } from '../worktrees/store/store.ts';
import type { Trunk } from '../worktrees/trunk.ts';
import type { Worktree } from '../worktrees/worktree.ts';
import { compareCommits, type Compared } from './comparisons.ts';
import { pathsOf } from './contender.ts';
import { foresee, type Foreseen } from './foreseen.ts';
import { askHistory, readHistories, type AskedHistory, type Place } from './histories.ts';
import { chooseReceiver } from './receiver.ts';
import { readMergeRules, type MergeRules } from './verdicts.ts';

type Line = Pick<Trunk, 'name' | 'oid'>;

/** What every comparison needs and no snapshot decides, asked when it is first wanted, and once. */
export type Preparation = {
  /** One process. */
  readonly rules: () => Promise<MergeRules>;
  /** Of all HEADs; `null` without a trunk. One process. */
  readonly history: () => AskedHistory | null;
  /** What the HEADs changed since they left the trunk; `null` where git could not tell all of it. One process. */
  readonly heads: () => Promise<HeadChanges | null>;
  /**
   * Asks for all of it, ahead of what stands in the queue; and, where the trunk has moved on, for what the comparisons will ask
   * about these paths and those that the HEADs changed.
   */
  readonly begin: (paths: Promise<readonly string[]>) => Promise<unknown>;
  /** What was asked about paths; `null` where nothing was. */
  readonly foreseen: () => Promise<Foreseen | null>;
};

/** What the HEADs changed since they left the trunk. */
export type HeadChanges = Compared & {
  /** All paths of it. */
  readonly paths: readonly string[];
  /** Whether the trunk has gone on since one of them left it. */
  readonly moved: boolean;
};

/** So that it can be asked while worktrees are being staged. `null` where git can run nowhere. */
export function prepareOverlaps({
  git,
  store,
  worktrees,
  trunk,
}: {
  readonly git: Git;
  readonly store: Store;
  readonly worktrees: readonly Worktree[];
  readonly trunk: Line | null;
}): Preparation | null {
  const receiver = chooseReceiver(worktrees, trunk);
  const snapshots = worktrees.filter(({ state }) => state === 'ok');
  return receiver === null ? null : prepare({ git, directory: receiver.path, env: store.env }, { trunk, snapshots });
}

/** The same, where it is known where git runs. */
export function prepare(
  place: Place,
  {
    trunk,
    snapshots,
  }: {
    readonly trunk: Line | null;
    readonly snapshots: readonly { readonly head: string | null }[];
  },
): Preparation {
  const commits = snapshots.flatMap(({ head }) => head ?? []);
  const early = { ...place, git: ahead(place.git) };
  const rules = once(() => readMergeRules(early));
  const history = once(() => (trunk === null ? null : askHistory(early, { commits, trunk: trunk.oid })));
  const heads = once(() => (trunk === null ? Promise.resolve(null) : compareHeads(early, { commits, trunk, history })));
  let foreseen: Promise<Foreseen | null> = Promise.resolve(null);
  const begin = (paths: Promise<readonly string[]>): Promise<unknown> => {
    foreseen = Promise.all([heads(), paths]).then(([changed, some]) =>
      trunk === null || changed?.moved !== true
        ? null
        : foresee(place, { trunk: trunk.oid, paths: [...changed.paths, ...some] }),
    );
    return Promise.all([foreseen, rules()]);
  };
  return { rules, history, heads, begin, foreseen: () => foreseen };
}

async function compareHeads(
  place: Place,
  {
    commits,
    trunk,
    history,
  }: { readonly commits: readonly string[]; readonly trunk: Line; readonly history: Preparation['history'] },
): Promise<HeadChanges | null> {
  try {
    const { forks } = await readHistories(place, commits, { trunk: trunk.oid, made: new Map(), asked: history() });
    const asked = [...forks].flatMap(([commit, base]) => (base === null ? [] : [{ commit, base }]));
    const compared = await compareCommits(place, asked);
    if (!compared.renamesKnown) return null;
    const paths = asked.flatMap((one) => (compared.changes(one) ?? []).flatMap(pathsOf));
    return { ...compared, paths, moved: [...forks.values()].some((base) => base !== trunk.oid) };
  } catch (error) {
    // The tips themselves are asked about then, which tells why.
    if (gitFailureLine(error) === null) throw error;
    return null;
  }
}

function once<T>(ask: () => T): () => T {
  let asked: { readonly answer: T } | undefined;
  return () => (asked ??= { answer: ask() }).answer;
}
