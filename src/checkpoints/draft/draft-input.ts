import type { Problem } from '../../errors.ts';
import type { Difference } from '../../git/difference.ts';
import type { Overlaps } from '../../overlap/overlap.ts';
import type { Session } from '../../sessions/session.ts';
import type { Story } from '../../sessions/story/story.ts';
import type { FileChange } from '../../worktrees/file-change.ts';
import type { Distance, Worktree } from '../../worktrees/worktree.ts';
import type { Checkpoint, Done, SavedDrift } from '../checkpoint.ts';

/** A checkpoint before it has a name and a place: all that is said in it, free of secrets and bounded. */
export type Draft = Omit<Checkpoint, 'schema' | 'id' | 'at' | 'by' | 'event' | 'summary' | 'code' | 'life'>;

/** What is asked for of a surveyed worktree; a row of a survey has it all. */
export type DraftWorktree = Worktree & {
  readonly distance: Distance | null;
  readonly files: readonly FileChange[] | null;
  readonly forkPoint: string | null;
  readonly sessions: readonly Session[];
};

/** All that was read for a draft. */
export type DraftInput = {
  readonly worktree: DraftWorktree;
  readonly trunk: string | null;
  /** The home directory, for the command that gets back in. */
  readonly home: string;
  /** Of the session that the draft is about (`chooseSession`); `null` when there is none or it has no transcript. */
  readonly story: Story | null;
  /** `null` when it could not be read. */
  readonly done: Done | null;
  /** `null` when it could not be read. */
  readonly uncommitted: Uncommitted | null;
  /** Of the project; what is not about the worktree is left out of the draft. `null` when they were not looked for. */
  readonly overlaps: Pick<Overlaps, 'pairs' | 'trunk'> | null;
  /** Branches of the project's worktrees by their paths. */
  readonly branches: ReadonlyMap<string, string | null>;
  /** `null` when it was not looked for, or is being looked for. */
  readonly drift: readonly SavedDrift[] | null;
  /** When files of the worktree were last modified on disk, the newest of them (ISO); `null` when not known. */
  readonly lastModified: string | null;
  readonly note?: string;
  readonly next?: string;
  /** Further patterns of test commands: `checkpoints.tests` of the config. */
  readonly tests: readonly string[];
  readonly problems: readonly Problem[];
};

/** What differs from HEAD, staged or not, and what git does not track. Paths are relative to the worktree. */
export type Uncommitted = {
  readonly tracked: readonly Difference[];
  readonly untracked: readonly { readonly path: string; readonly lines: number | null }[];
  /** Paths of a merge that waits for a person to settle them. */
  readonly unmerged: ReadonlySet<string>;
};
