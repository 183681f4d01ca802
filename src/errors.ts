/**
 * What can go wrong, as data. Words for people are made in `render/error.ts`; here there are only codes and facts.
 */

/** Codes of the errors that end a command with exit code 2. They are part of the JSON contract. */
export type ErrorCode =
  | 'NOT_A_REPOSITORY'
  | 'GIT_MISSING'
  | 'GIT_TOO_OLD'
  | 'GIT_FAILED'
  | 'WORKTREE_UNKNOWN'
  | 'WORKTREE_AMBIGUOUS'
  | 'PATH_UNKNOWN'
  | 'CONFIG_INVALID'
  | 'INIT_FAILED'
  | 'CHECKPOINT_UNKNOWN'
  | 'CHECKPOINT_AMBIGUOUS'
  | 'CHECKPOINT_UNREADABLE'
  | 'CHECKPOINT_NOT_SAVED'
  | 'RESTORE_FAILED'
  | 'USAGE'
  | 'INTERNAL';

/** An error that a person can act on. `details` holds plain JSON values only, never file contents. */
export class KgError extends Error {
  readonly code: ErrorCode;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: ErrorCode, details: Readonly<Record<string, unknown>> = {}, options?: ErrorOptions) {
    super(code, options);
    this.name = 'KgError';
    this.code = code;
    this.details = details;
  }
}

/**
 * Something that could not be read while the rest could: data in a survey, never an exception.
 * `message` is one plain sentence without control characters; `worktree` is the absolute path of the row it belongs to.
 */
export type Problem = {
  readonly code: ProblemCode;
  readonly message: string;
  readonly worktree?: string;
  /** The file or folder outside of worktrees that it is about. */
  readonly file?: string;
};

/** Codes of the partial failures that a survey reports. They are part of the JSON contract. */
export type ProblemCode =
  | 'WORKTREE_UNREADABLE'
  | 'TRUNK_UNKNOWN'
  | 'FORK_POINT_UNKNOWN'
  | 'LINES_NOT_COUNTED'
  | 'SNAPSHOT_FAILED'
  | 'SNAPSHOT_PARTIAL'
  | 'OVERLAPS_UNKNOWN'
  | 'CLAUDE_DIRECTORY_UNREADABLE'
  | 'TRANSCRIPT_UNREADABLE'
  | 'REGISTRY_UNREADABLE'
  | 'SESSION_WORKTREE_GONE'
  | 'PROJECT_UNREADABLE'
  | 'CHECKPOINT_NOT_SAVED'
  | 'CHECKPOINT_UNREADABLE'
  | 'CHECKPOINT_CODE_NOT_SAVED'
  | 'CHECKPOINT_NOT_IN_WORKTREE'
  | 'TEXT_LEFT_OUT'
  | 'SUMMARY_FAILED'
  | 'CONFIG_IGNORED';
