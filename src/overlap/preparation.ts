import type { Git } from '../git/run.ts';
import type { Store } from '../worktrees/store/store.ts';
import type { Trunk } from '../worktrees/trunk.ts';
import type { Worktree } from '../worktrees/worktree.ts';
import { askHistory, type AskedHistory, type Place } from './histories.ts';
import { chooseReceiver } from './receiver.ts';
import { readMergeRules, type MergeRules } from './verdicts.ts';

type Line = Pick<Trunk, 'name' | 'oid'>;

/** What every comparison needs and no snapshot decides, asked when it is first wanted, and once. */
export type Preparation = {
  /** Two processes. */
  readonly rules: () => Promise<MergeRules>;
  /** Of all HEADs; `null` without a trunk. One process. */
  readonly history: () => AskedHistory | null;
  /** Asks for both. */
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
  const rules = once(() => readMergeRules(place));
  const history = once(() => (trunk === null ? null : askHistory(place, { commits, trunk: trunk.oid })));
  const begin = (): Promise<unknown> => {
    history();
    return rules();
  };
  return { rules, history, begin };
}

function once<T>(ask: () => T): () => T {
  let asked: { readonly answer: T } | undefined;
  return () => (asked ??= { answer: ask() }).answer;
}
