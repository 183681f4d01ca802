import type { Problem } from '../errors.ts';
import type { ProjectOverlaps } from './overlaps.ts';
import type { Survey } from './surveyed.ts';

/**
 * Pure: all that could not be read for a picture of overlaps, of the worktrees that are asked for; none named: of all. A worktree
 * that cannot be read has one problem and not a second one for the snapshot that could not be taken of it.
 */
export function overlapProblems(options: {
  readonly survey: Pick<Survey, 'problems'>;
  readonly found: Pick<ProjectOverlaps, 'overlaps' | 'snapshots'>;
  /** Paths of worktrees. */
  readonly worktrees: readonly string[];
}): readonly Problem[] {
  const { survey, found, worktrees } = options;
  const told = new Set(
    survey.problems.flatMap(({ code, worktree }) => (code === 'WORKTREE_UNREADABLE' ? (worktree ?? []) : [])),
  );
  const ofSnapshots = found.snapshots
    .flatMap(({ problems }) => problems)
    .filter(({ code, worktree }) => code !== 'SNAPSHOT_FAILED' || !told.has(worktree ?? ''));
  return [...survey.problems, ...found.overlaps.problems, ...ofSnapshots].filter(
    // How many lines an untracked file has says nothing about what it collides with.
    ({ code, worktree }) =>
      code !== 'LINES_NOT_COUNTED' &&
      (worktree === undefined || worktrees.length === 0 || worktrees.includes(worktree)),
  );
}
