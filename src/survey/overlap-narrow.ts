import type { AttributedFile, AttributedPair, OverlapPicture } from './overlap-picture.ts';
import { highestLevel } from '../overlap/files.ts';
import { overlapLevels, type OverlapLevel } from '../overlap/overlap.ts';

export type Narrowing = {
  /** Paths of worktrees: with one, the pairs that it is part of; with two, the pair that they are. */
  readonly worktrees: readonly string[];
  /** Whether a path, from the worktree on, is asked for. */
  readonly wanted: (path: string) => boolean;
  /** The lowest level that is asked for; `null`: all. */
  readonly level: OverlapLevel | null;
};

/** Leaves out of a picture what was not asked for; what was checked is counted of the pairs that were. */
export function narrowOverlaps(picture: OverlapPicture, { worktrees, wanted, level }: Narrowing): OverlapPicture {
  const asked = (a: string, b: string): boolean => worktrees.every((path) => a === path || b === path);
  const here = (path: string): boolean => worktrees.length === 0 || worktrees.includes(path);
  const keep = (file: AttributedFile): boolean => isWanted(file, wanted) && isAtLeast(file.level, level);
  const { overlaps, shared, skipped, against } = picture;
  const compared = new Set(picture.worktrees.map(({ path }) => path));
  const isTarget = (b: string): boolean => against !== undefined || !compared.has(b);
  const unchecked = overlaps.unchecked.filter(({ a, b }) => (isTarget(b) ? here(a) : asked(a, b)));
  const missed = against === undefined ? unchecked.filter(({ b }) => !isTarget(b)).length : unchecked.length;
  return {
    ...picture,
    overlaps: {
      ...overlaps,
      checked: worktrees.length === 0 ? overlaps.checked : countAsked({ compared, worktrees, against }) - missed,
      pairs: overlaps.pairs.filter(({ a, b }) => asked(a, b)).flatMap((pair) => withFiles(pair, keep)),
      trunk: overlaps.trunk.filter(({ a }) => here(a)).flatMap((pair) => withFiles(pair, keep)),
      unchecked,
    },
    shared: shared.filter(({ worktree, path }) => here(worktree) && wanted(path)),
    skipped: skipped.filter(({ worktree, path }) => here(worktree) && wanted(path)),
  };
}

/** How many comparisons those are that named worktrees are part of. */
function countAsked(options: {
  readonly compared: ReadonlySet<string>;
  readonly worktrees: readonly string[];
  readonly against: string | undefined;
}): number {
  const { compared, worktrees, against } = options;
  const named = new Set(worktrees.filter((path) => compared.has(path)));
  if (against !== undefined) return named.size;
  if (named.size < worktrees.length) return 0;
  return named.size === 1 ? compared.size - 1 : 1;
}

function isWanted({ path, also = [], twin, a, b }: AttributedFile, wanted: (path: string) => boolean): boolean {
  return [path, ...also, twin, a?.from, a?.path, b?.from, b?.path].some((one) => one !== undefined && wanted(one));
}

function isAtLeast(level: OverlapLevel, lowest: OverlapLevel | null): boolean {
  return lowest === null || overlapLevels.indexOf(level) <= overlapLevels.indexOf(lowest);
}

/** A pair with those of its files that are kept, and their level; nothing when none is left. */
function withFiles(pair: AttributedPair, keep: (file: AttributedFile) => boolean): readonly AttributedPair[] {
  const files = pair.files.filter(keep);
  const level = highestLevel(files);
  return level === null ? [] : [{ ...pair, level, files }];
}

/** Whether a picture holds an overlap of at least that level between worktrees, or with what they were compared with. */
export function holdsLevel({ overlaps, against }: OverlapPicture, lowest: OverlapLevel): boolean {
  const pairs = against === undefined ? overlaps.pairs : overlaps.trunk;
  return pairs.some(({ level }) => isAtLeast(level, lowest));
}
