import { readCommitFacts, type CommitFacts } from '../../git/commit-facts.ts';
import { repositoryDirectory } from '../../git/repository.ts';
import type { Git } from '../../git/run.ts';
import type { OpenProject } from '../../kg.ts';
import { settingsStamp } from '../../worktrees/snapshot/settings-stamp.ts';
import { hasSmallIndex } from '../../worktrees/snapshot/small-index.ts';
import { takeSnapshot, type Snapshot } from '../../worktrees/snapshot/snapshot.ts';
import { readStatuses } from '../../worktrees/statuses.ts';
import type { Store } from '../../worktrees/store/store.ts';
import type { Worktree } from '../../worktrees/worktree.ts';

/** The working states of other worktrees, being taken. */
export type OtherStates = {
  /** Those that are taken by now. */
  readonly ready: () => readonly Snapshot[];
  readonly all: Promise<unknown>;
};

/** So few are asked by a process each, so that one that hangs holds up nobody else; more share processes, which is sooner done. */
const FEW = 6;

/** Begins to take snapshots of worktrees, in the order in which they are given. */
export function beginOtherStates(options: {
  readonly git: Git;
  readonly store: Store;
  readonly project: OpenProject;
  readonly worktrees: readonly Worktree[];
  /** The commits that the worktrees stand on, asked for once. */
  readonly heads: () => Promise<ReadonlyMap<string, CommitFacts>>;
  readonly signal: AbortSignal;
}): OtherStates {
  const { git, store, project, worktrees, heads, signal } = options;
  const paths = project.worktrees.map(({ path }) => path);
  const settings = settingsStamp(project.repository.commonDirectory);
  const small = worktrees.filter(hasSmallIndex);
  const groups = small.length <= FEW ? small.map((worktree) => [worktree]) : [small];
  const statuses = groups.map((group) => readStatuses({ git, worktrees: group }));
  const ready: Snapshot[] = [];
  const all = Promise.all(
    worktrees.map(async (worktree) => {
      const printed = statuses.map((some) => some.get(worktree.path)).find(Boolean) ?? Promise.resolve(null);
      const snapshot = await takeSnapshot({ git, store, worktree, worktrees: paths, heads, printed, settings });
      // What git was kept from answering is not known, and no fault of the worktree.
      if (!signal.aborted) ready.push(snapshot);
    }),
  );
  return { ready: () => [...ready], all };
}

/** Asks git for the commits that the worktrees of a project stand on, when first somebody needs them. */
export function headsOf(
  git: Git,
  { repository, worktrees }: OpenProject,
): () => Promise<ReadonlyMap<string, CommitFacts>> {
  const nothing: ReadonlyMap<string, CommitFacts> = new Map();
  const oids = worktrees.flatMap(({ head }) => head ?? []);
  let asked: Promise<ReadonlyMap<string, CommitFacts>> | undefined;
  return () => (asked ??= readCommitFacts({ git, cwd: repositoryDirectory(repository), oids }).catch(() => nothing));
}
