import { parseNested, parseStatus } from '../../git/status.ts';
import { commonDirectory } from '../common-files.ts';
import { fairShare } from '../fair-share.ts';
import { findMarked, readMergeHeads } from './conflicts.ts';
import { lookAt, type Look } from './look.ts';
import { snapshotKey } from './memory.ts';
import { ownUntracked, planSnapshot } from './plan.ts';
import type { Observed } from './result.ts';
import { settingsStamp } from './settings-stamp.ts';
import type { SnapshotLimits, SnapshotOptions } from './types.ts';

export const defaultLimits: SnapshotLimits = {
  untrackedBytes: 1024 * 1024,
  untrackedFiles: 5000,
  untrackedTotal: 64 * 1024 * 1024,
};

export type Seen = {
  readonly observed: Observed;
  /** Of everything that the snapshot is made from. */
  readonly key: string;
  readonly looks: ReadonlyMap<string, Look>;
};

/** Looks at what git printed of, and decides what goes into the snapshot. */
export async function observe(
  options: Pick<SnapshotOptions, 'worktree' | 'worktrees' | 'limits' | 'settings'> & {
    readonly gitDirectory: string;
    readonly printed: Buffer;
  },
): Promise<Seen> {
  const { worktree, gitDirectory, printed } = options;
  const directory = worktree.path;
  const settings = options.settings ?? settingsStamp(commonDirectory({ main: worktree.main, gitDirectory }));
  const mergeHeads = await readMergeHeads(gitDirectory);
  const status = parseStatus(printed);
  const nested = parseNested(printed);
  const limits = { ...defaultLimits, ...options.limits };
  const worktrees = insideOf(directory, options.worktrees);
  const changed = status.tracked.filter(({ unstaged }) => unstaged).map(({ path }) => path);
  const untracked = fairShare(ownUntracked(status, worktrees), limits.untrackedFiles);
  const looks = await lookAt(directory, [...changed, ...untracked]);
  const rest = [settings, JSON.stringify(limits), ...worktrees];
  const key = snapshotKey({ status: printed, parents: mergeHeads, looks, rest });
  const marked = await findMarked(directory, status, looks);
  const plan = planSnapshot({ status, nested, worktrees, looks, marked, limits });
  return { observed: { worktree, status, printed, plan, mergeHeads }, key, looks };
}

/** Paths of the worktrees inside of a directory, relative to it. */
function insideOf(directory: string, worktrees: readonly string[]): readonly string[] {
  const prefix = `${directory}/`;
  return worktrees.filter((path) => path.startsWith(prefix)).map((path) => path.slice(prefix.length));
}
