import { gitFailureLine } from '../git/failure.ts';
import { ahead, type Git } from '../git/run.ts';
import type { Store } from '../worktrees/store/store.ts';
import type { Trunk } from '../worktrees/trunk.ts';
import type { Worktree } from '../worktrees/worktree.ts';
import { compareCommits, type Compared } from './comparisons.ts';
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
  readonly heads: () => Promise<Compared | null>;
  /** Asks for all of it, ahead of what stands in the queue. */
  readonly begin: () => Promise<unknown>;
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
  return { rules, history, heads, begin: () => Promise.all([heads(), rules()]) };
}

async function compareHeads(
  place: Place,
  {
    commits,
    trunk,
    history,
  }: { readonly commits: readonly string[]; readonly trunk: Line; readonly history: Preparation['history'] },
): Promise<Compared | null> {
  try {
    const { forks } = await readHistories(place, commits, { trunk: trunk.oid, made: new Map(), asked: history() });
    const compared = await compareCommits(
      place,
      [...forks].flatMap(([commit, base]) => (base === null ? [] : [{ commit, base }])),
    );
    return compared.renamesKnown ? compared : null;
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
