import type { RawChange } from '../git/commit-differences.ts';

/** One of those that are compared: the working state of a worktree, or the trunk. */
export type Contender = {
  /** Path of the worktree, or name of the trunk. */
  readonly name: string;
  /** The commit that stands for it in a merge; `null` when it could only be listed. */
  readonly commit: string | null;
  /** Why it could only be listed, where that is known. */
  readonly reason: string | null;
  /** What it changed since it left the trunk. */
  readonly changes: readonly OwnChange[];
  /** Whether renames were looked for among `changes`; else they are an addition and a removal each. */
  readonly renamesKnown: boolean;
  /** Paths of which the working state is not that of HEAD. */
  readonly uncommitted: ReadonlySet<string>;
  /** Whether it is in the middle of a merge. */
  readonly merging: boolean;
};

export type OwnChange = RawChange & {
  /** The content is not in the snapshot: there is nothing that could be merged. */
  readonly notCompared?: true;
};

/** Every path that a change is about: both ends of a rename. */
export function pathsOf(change: OwnChange): readonly string[] {
  return change.from === undefined ? [change.path] : [change.from, change.path];
}
