import { overlapLevels, type OverlapLevel, type Overlaps } from './overlap.ts';

/** `none`: no file in common with any other. `unknown`: not measured, or not to be known. */
export type WorktreeOverlap = {
  readonly level: OverlapLevel | 'none' | 'unknown';
  /** Paths of the other worktrees at that level, the most urgent first. */
  readonly with: readonly string[];
};

/**
 * The worst overlap of one worktree with another. A pair that could not be checked leaves it unknown, unless another pair has
 * already shown something: what is known to collide is told, and what is not known is never called "none".
 */
export function worktreeOverlap(path: string, { pairs, unchecked, problems }: Overlaps): WorktreeOverlap {
  const mine = pairs.filter(({ a, b }) => a === path || b === path);
  const level = overlapLevels.find((one) => mine.some((pair) => pair.level === one));
  const doubtful = problems.length > 0 || unchecked.some(({ a, b }) => a === path || b === path);
  if (level === undefined || (level === 'same' && doubtful)) return { level: doubtful ? 'unknown' : 'none', with: [] };
  const others = mine.filter((pair) => pair.level === level).map(({ a, b }) => (a === path ? b : a));
  return { level, with: others };
}
