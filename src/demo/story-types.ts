export type Files = Readonly<Record<string, string>>;

export type StoryCommit = { readonly files: Files; readonly message: string; readonly ago: number };

export type StoryWorktree = {
  /** The branch; the main worktree's is `main`. */
  readonly branch: string;
  /** Name of the folder beside the main one; `null`: the main one itself. */
  readonly folder: string | null;
  readonly commits: readonly StoryCommit[];
  /** Written and left uncommitted. */
  readonly edits: Files;
  readonly session?: StorySession;
};

export type StorySession = {
  readonly title: string;
  readonly prompt: string;
  /** When it began. */
  readonly began: number;
  /** `killed`: a record without a process. `ended`: no record. */
  readonly ends: 'busy' | 'idle' | 'waiting' | 'killed' | 'ended';
  /** When its status began. */
  readonly since: number;
  readonly steps: readonly StoryStep[];
};

export type StoryStep =
  | { readonly does: 'read' | 'edit' | 'write'; readonly path: string; readonly ago: number }
  | { readonly does: 'run'; readonly command: string; readonly ago: number; readonly exit?: number }
  /** Asked for and not answered yet. */
  | { readonly does: 'asks'; readonly command: string; readonly ago: number };
