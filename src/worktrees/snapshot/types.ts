import type { Problem } from '../../errors.ts';
import type { RawChange } from '../../git/commit-differences.ts';
import type { CommitFacts } from '../../git/commit-facts.ts';
import type { Git } from '../../git/run.ts';
import type { Status } from '../../git/status.ts';
import type { Store } from '../store/store.ts';
import type { Operation, Worktree } from '../worktree.ts';
import type { IndexLook } from './index-look.ts';

/**
 * The working state of a worktree as objects in the store: what is committed, staged, changed and new there, as one commit
 * that git can merge. All paths are relative to the worktree.
 */
export type Snapshot = {
  /** Path of the worktree. */
  readonly worktree: string;
  /** `exact`: `commit` is what a merge would take. `paths`: no commit could be made, `reason` says why. */
  readonly kind: 'exact' | 'paths';
  /** HEAD itself where nothing differs from it. Git finds it with the store's `env` only. */
  readonly commit: string | null;
  /** Known on an unborn branch too. */
  readonly tree: string | null;
  readonly head: string | null;
  /** The commits that a merge in this worktree waits to take in: with HEAD the parents of `commit`, where that is not HEAD itself. */
  readonly mergeHeads: readonly string[];
  readonly operation?: Operation;
  /** What `commit` changes of HEAD, where that is nothing but files and links with other content, new ones and removed ones; else `null`. */
  readonly edits: readonly RawChange[] | null;
  /** Paths that differ from HEAD in the index or on disk, untracked ones included. */
  readonly uncommitted: ReadonlySet<string>;
  readonly untracked: ReadonlySet<string>;
  /** Paths of a merge that waits for a person to settle them. */
  readonly unmerged: ReadonlySet<string>;
  /** Paths whose content on disk is not in the snapshot. Those that are `uncommitted` can be compared by name only. */
  readonly skipped: readonly Skipped[];
  /** What `git status` said of the worktree; `null` when it could not. */
  readonly status: Status | null;
  /** The same as git printed it with `statusArgs`, for whoever reads the worktree too. */
  readonly printed?: Buffer;
  readonly reason?: string;
  readonly problems: readonly Problem[];
  /** False when nothing had changed since the remembered snapshot, which this is then. */
  readonly fresh: boolean;
};

export type Skipped = {
  readonly path: string;
  readonly reason: SkipReason;
  /** Bytes, where they are the reason. */
  readonly size?: number;
};

/**
 * `too-large`, `too-many`: untracked files over a limit. `unreadable`: no permission, or not a file (a device, a pipe).
 * `filter-failed`: git could not take it in, mostly because of a clean filter. `unmerged`: holds conflict markers, so the
 * snapshot has HEAD's version. The other two are directories that are repositories of their own.
 */
export type SkipReason = (typeof skipReasons)[number];

export const skipReasons = [
  'too-large',
  'too-many',
  'unreadable',
  'filter-failed',
  'unmerged',
  'embedded-repository',
  'nested-worktree',
] as const;

export type SnapshotLimits = {
  /** Size of one untracked file that is still taken. */
  readonly untrackedBytes: number;
  /** How many untracked files are taken, and how many bytes of them together. */
  readonly untrackedFiles: number;
  readonly untrackedTotal: number;
};

export type SnapshotOptions = {
  readonly git: Git;
  readonly store: Store;
  readonly worktree: Worktree;
  /** Paths of all registered worktrees: those inside of this one are not recorded. */
  readonly worktrees: readonly string[];
  readonly limits?: Partial<SnapshotLimits>;
  /** Of the HEADs of all worktrees, read at once when the first asks: saves one process a changed worktree. */
  readonly heads?: () => Promise<ReadonlyMap<string, CommitFacts>>;
  /** The `settingsStamp` of the repository, where it is asked for many worktrees at once. */
  readonly settings?: string;
  /**
   * What git printed here with `statusArgs`, where that was asked already: a state that is remembered is recognised by it, with
   * no process and no index of our own. Another state is looked at anew.
   */
  readonly printed?: Promise<Buffer | null>;
  /** A look that is begun already; this removes it in the end. */
  readonly look?: IndexLook | undefined;
  /** Called with the paths that differ from HEAD when the state is another than the remembered one, before it is staged. */
  readonly onStaging?: (paths: readonly string[]) => void;
  /** Forget what is remembered: an object of the last snapshot turned out to be gone. */
  readonly rebuild?: boolean;
};
