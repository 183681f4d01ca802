import type { OverlapPair, Overlaps } from '../../overlap/overlap.ts';
import { overlapLevels } from '../../overlap/overlap.ts';
import type { SavedOverlap } from '../checkpoint.ts';

const mostFiles = 10;
const mostPairs = 20;

export type OverlapsAsked = {
  readonly overlaps: Pick<Overlaps, 'pairs' | 'trunk'> | null;
  /** Path of the worktree. */
  readonly worktree: string;
  /** Branches by the paths of their worktrees. */
  readonly branches: ReadonlyMap<string, string | null>;
};

/** The overlaps of one worktree, the worst first. The same content on both sides is nobody's trouble and left out. */
export function overlapsOf({ overlaps, worktree, branches }: OverlapsAsked): readonly SavedOverlap[] | null {
  if (overlaps === null) return null;
  const pairs = [...overlaps.pairs, ...overlaps.trunk].filter(
    ({ a, b, level }) => (a === worktree || b === worktree) && level !== 'same',
  );
  return pairs
    .map((pair) => saved(pair, worktree, branches))
    .toSorted((a, b) => overlapLevels.indexOf(a.level) - overlapLevels.indexOf(b.level))
    .slice(0, mostPairs);
}

function saved(
  { a, b, level, files }: OverlapPair,
  worktree: string,
  branches: OverlapsAsked['branches'],
): SavedOverlap {
  const other = a === worktree ? b : a;
  const met = files
    .filter((file) => file.level !== 'same')
    .toSorted((one, two) => overlapLevels.indexOf(one.level) - overlapLevels.indexOf(two.level));
  return {
    with: other,
    branch: branches.get(other) ?? null,
    level,
    files: met
      .slice(0, mostFiles)
      .map(({ path, level: reached, kind }) =>
        kind === undefined ? { path, level: reached } : { path, level: reached, kind },
      ),
    total: met.length,
  };
}
