import type { Problem } from '../errors.ts';

/** A problem as every answer carries it. */
export function problemJson({ code, message, worktree }: Problem) {
  return { code, message, ...(worktree === undefined ? {} : { worktree }) };
}
