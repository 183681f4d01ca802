import { statSync } from 'node:fs';
import { join } from 'node:path';
import { readCommitFacts, type CommitFacts } from '../git/commit-facts.ts';
import { encodePath } from '../git/path.ts';
import { repositoryDirectory } from '../git/repository.ts';
import type { Kg, OpenProject } from '../kg.ts';
import { settingsStamp } from '../worktrees/snapshot/memory.ts';
import { takeSnapshot, type Snapshot } from '../worktrees/snapshot/snapshot.ts';
import { readStatuses } from '../worktrees/statuses.ts';
import { openStore, type Store } from '../worktrees/store/store.ts';
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
 * takes it for clean. `null` when kg's cache cannot be written.
 */
export async function beginSnapshots(
  { git, cache, life }: Kg,
  { repository, worktrees }: OpenProject,
): Promise<Snapshots | null> {
  const { commonDirectory } = repository;
  const store = await openStore({ cache, commonDirectory, ...(life && { owner: life }) }).catch(() => null);
  if (store === null) return null;
  const paths = worktrees.map(({ path }) => path);
  const oids = worktrees.flatMap(({ head }) => head ?? []);
  const nothing: ReadonlyMap<string, CommitFacts> = new Map();
  let asked: Promise<ReadonlyMap<string, CommitFacts>> | undefined;
  const heads = () =>
    (asked ??= readCommitFacts({ git, cwd: repositoryDirectory(repository), oids }).catch(() => nothing));
  const there = worktrees.filter(({ state }) => state === 'ok' || state === 'unreadable');
  const statuses = readStatuses({ git, worktrees: withSmallIndex(there) });
  const settings = settingsStamp(commonDirectory);
  const { promise: staging, resolve: onStaging } = Promise.withResolvers<void>();
  const snapshots = new Map(
    there.map((worktree) => {
      const printed = statuses.get(worktree.path) ?? Promise.resolve(null);
      const taking = { git, store, worktree, worktrees: paths, heads, printed, settings, onStaging };
      return [worktree.path, takeSnapshot(taking)];
    }),
  );
  return {
    store,
    of: ({ path }) => snapshots.get(path) ?? null,
    all: () => Promise.all(snapshots.values()),
    staging,
  };
}

/**
 * With a private index git looks at a large worktree in less time than at its own, since it remembers untracked directories
 * there. At a small one the look costs less than starting git does, so many of those are asked by few processes first.
 */
export function withSmallIndex(worktrees: readonly Worktree[]): readonly Worktree[] {
  return worktrees.filter(
    ({ gitDirectory }) => gitDirectory !== null && sizeOf(join(gitDirectory, 'index')) <= smallIndex,
  );
}

/** Zero where there is no such file; where it may not be looked at, git will say so. */
function sizeOf(path: string): number {
  try {
    return statSync(encodePath(path)).size;
  } catch {
    return 0;
  }
}

/** Bytes: an index of about eight thousand files. */
const smallIndex = 1024 * 1024;
