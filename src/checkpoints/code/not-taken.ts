import type { Problem } from '../../errors.ts';

/** The code of a checkpoint is missing, and why. The reason may be git's own words, with names of files in them. */
export function notTaken(worktree: string, reason: string): Problem {
  const message = `The code of this moment could not be saved: ${reason}`;
  return { code: 'CHECKPOINT_CODE_NOT_SAVED', message, worktree };
}
