import { readCommitFacts, type CommitFacts } from '../git/commit-facts.ts';
import { repositoryDirectory } from '../git/repository.ts';
import { ahead } from '../git/run.ts';
import type { Kg, OpenProject } from '../kg.ts';
import type { EarlyLooks } from '../worktrees/snapshot/early-looks.ts';
import { settingsStamp } from '../worktrees/snapshot/settings-stamp.ts';
import { hasSmallIndex } from '../worktrees/snapshot/small-index.ts';
import { takeSnapshot, type Snapshot } from '../worktrees/snapshot/snapshot.ts';
import { readStatuses } from '../worktrees/statuses.ts';
import { openStoreOrNot, type Store } from '../worktrees/store/store.ts';
import type { Worktree } from '../worktrees/worktree.ts';

/** The working states of a project's worktrees, being taken, and the store that they lie in. */
export type Snapshots = {
  readonly store: Store;
  readonly of: (worktree: Worktree) => Promise<Snapshot> | null;
  readonly all: () => Promise<readonly Snapshot[]>;
  /** Resolves once one of them turns out to be another than was remembered; never when none is. */
  readonly staging: Promise<void>;
  /** The paths that differ from HEAD, in all of them together: known a little before the snapshots are. */
  readonly changed: Promise<readonly string[]>;
};

/**
 * Begins to take a snapshot of every worktree that is there; one that cannot be read gets one without a commit, so that nobody
 * takes it for clean. Looks that are begun already are made use of. `null` when kg's cache cannot be written.
 */
export function beginSnapshots(
  { git, cache, life }: Kg,
  { repository, worktrees }: OpenProject,
  begun: EarlyLooks | null = null,
): Snapshots | null {
  const { commonDirectory } = repository;
  const early = begun?.commonDirectory === commonDirectory ? begun : null;
  const store = early?.store ?? openStoreOrNot({ cache, commonDirectory, ...(life && { owner: life }) });
  if (store === null) return null;
  const paths = worktrees.map(({ path }) => path);
  const oids = worktrees.flatMap(({ head }) => head ?? []);
  const nothing: ReadonlyMap<string, CommitFacts> = new Map();
  let asked: Promise<ReadonlyMap<string, CommitFacts>> | undefined;
  const headsOf = { git: ahead(git), cwd: repositoryDirectory(repository), oids };
  const heads = () => (asked ??= readCommitFacts(headsOf).catch(() => nothing));
  const there = worktrees.filter(({ state }) => state === 'ok' || state === 'unreadable');
  const statuses = readStatuses({ git, worktrees: there.filter(hasSmallIndex) });
  const settings = early?.settings ?? settingsStamp(commonDirectory);
  const { promise: staging, resolve: onStaging } = Promise.withResolvers<void>();
  const common = { git, store, worktrees: paths, heads, settings };
  const taken = there.map((worktree) => {
    const { promise: changed, resolve } = Promise.withResolvers<readonly string[]>();
    const snapshot = takeSnapshot({
      ...common,
      worktree,
      printed: statuses.get(worktree.path) ?? Promise.resolve(null),
      look: early?.take(worktree),
      onStaging: (differing) => {
        resolve(differing);
        onStaging();
      },
    });
    snapshot.then(
      ({ uncommitted }) => resolve([...uncommitted]),
      () => resolve([]),
    );
    return { path: worktree.path, snapshot, changed };
  });
  const snapshots = new Map(taken.map(({ path, snapshot }) => [path, snapshot]));
  begun?.leave();
  return {
    store,
    of: ({ path }) => snapshots.get(path) ?? null,
    all: () => Promise.all(snapshots.values()),
    staging,
    changed: Promise.all(taken.map(({ changed }) => changed)).then((all) => all.flat()),
  };
}
