import type { DifferenceKind } from '../git/difference.ts';

/** One path that a worktree changed itself: the net difference from its fork point to what lies on disk now. */
export type FileChange = {
  /** Relative to the top level. Bytes that are not UTF-8 are lone surrogates (see git/path.ts). */
  readonly path: string;
  /** The path that it was renamed from. */
  readonly from?: string;
  readonly change: DifferenceKind;
  /** Lines; `null` when binary, or when they were not counted. */
  readonly added: number | null;
  readonly deleted: number | null;
  /** Whether a part of the change is in a commit, in the index, in the file alone, or in a file that git does not track. */
  readonly committed: boolean;
  readonly staged: boolean;
  readonly unstaged: boolean;
  readonly untracked: boolean;
};
