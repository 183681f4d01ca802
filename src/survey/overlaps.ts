import type { Problem } from '../errors.ts';
import type { Kg, OpenProject } from '../kg.ts';
import type { Overlaps } from '../overlap/overlap.ts';
import { prepareOverlaps } from '../overlap/preparation.ts';
import { findOverlapsOnce } from '../overlap/remembered-overlaps.ts';
import type { Target } from '../overlap/trunk-pairs.ts';
import { settingsDigest } from '../worktrees/settings.ts';
import { takeStagedSnapshot } from '../worktrees/snapshot/staged.ts';
import type { Snapshot } from '../worktrees/snapshot/snapshot.ts';
import { pruneStore } from '../worktrees/store/prune.ts';
import type { Store } from '../worktrees/store/store.ts';
import type { Trunk } from '../worktrees/trunk.ts';
import type { Snapshots } from './snapshots.ts';

/** A problem of its own instead of overlaps that are silently missing. */
export const noStore: Problem = {
  code: 'OVERLAPS_UNKNOWN',
  message: 'Overlaps were not looked for, since the cache directory of kg cannot be written',
};

/** What is compared with what. Empty: the working states of all worktrees with each other and with the trunk. */
export type Comparison = {
  /** Each worktree with this instead. */
  readonly against?: Target;
  /** Of this worktree (its path) what is staged, instead of its working state. */
  readonly staged?: string;
};

/** Where the working states collide, and what it was found from. */
export type ProjectOverlaps = Pick<Comparison, 'against'> & {
  readonly overlaps: Overlaps;
  readonly trunk: Trunk | null;
  readonly snapshots: readonly Snapshot[];
  readonly store: Store;
};

/** Finds where the snapshots collide, and keeps the store small. */
export async function surveyOverlaps(
  kg: Kg,
  asked: {
    readonly project: OpenProject;
    readonly trunk: Trunk | null;
    readonly snapshots: Snapshots;
    readonly comparison: Comparison;
  },
): Promise<ProjectOverlaps> {
  const { project, trunk, comparison } = asked;
  const { store, all, staging, changed } = asked.snapshots;
  const { worktrees, repository } = project;
  const { commonDirectory } = repository;
  const { against, staged } = comparison;
  const target = against === undefined ? {} : { against };
  const preparation = prepareOverlaps({ git: kg.git, store, worktrees, trunk });
  const settings = settingsDigest({ ...kg, commonDirectory });
  // While one worktree is being staged there is time to ask what every comparison needs; whoever awaits it hears of a failure.
  staging.then(() => preparation?.begin(changed)).catch(() => {});
  const snapshots = await Promise.all(
    (await all()).map(async (snapshot) => {
      const worktree = snapshot.worktree === staged ? worktrees.find(({ path }) => path === staged) : undefined;
      return worktree === undefined ? snapshot : takeStagedSnapshot({ git: kg.git, store, worktree });
    }),
  );
  const wanted = {
    git: kg.git,
    store,
    worktrees,
    snapshots,
    trunk,
    settings,
    ...(preparation && { preparation }),
    ...target,
  };
  const [overlaps] = await Promise.all([
    findOverlapsOnce(wanted),
    // While git merges there is time to tidy up.
    snapshots.some(({ fresh }) => fresh) ? pruneStore({ store, commonDirectory, worktrees }) : null,
  ]);
  return { overlaps, trunk, snapshots, store, ...target };
}
