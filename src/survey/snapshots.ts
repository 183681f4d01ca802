import { readCommitFacts, type CommitFacts } from '../git/commit-facts.ts';
import { repositoryDirectory } from '../git/repository.ts';
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
  const heads = () =>
    (asked ??= readCommitFacts({ git, cwd: repositoryDirectory(repository), oids }).catch(() => nothing));
  const there = worktrees.filter(({ state }) => state === 'ok' || state === 'unreadable');
  const statuses = readStatuses({ git, worktrees: there.filter(hasSmallIndex) });
  const settings = early?.settings ?? settingsStamp(commonDirectory);
  const { promise: staging, resolve: onStaging } = Promise.withResolvers<void>();
  const snapshots = new Map(
    there.map((worktree) => {
      const printed = statuses.get(worktree.path) ?? Promise.resolve(null);
      const look = early?.take(worktree);
      const taking = { git, store, worktree, worktrees: paths, heads, printed, settings, look, onStaging };
      return [worktree.path, takeSnapshot(taking)];
    }),
  );
  begun?.leave();
  return {
    store,
    of: ({ path }) => snapshots.get(path) ?? null,
    all: () => Promise.all(snapshots.values()),
    staging,
  };
}
