import type { Hunk, Range } from '../git/line-changes.ts';
import { linesOf } from '../overlap/hunks.ts';
import type { Touch } from './who.ts';

/** First and last line of declarations, counted from 1. */
export type Places = readonly (readonly [number, number])[];

/**
 * Pure: which of the changed lines lie in declarations, as they are now, or as they were, so that one that is gone or has another
 * name now counts as well. `null` where none does.
 */
export function linesInSymbol(
  hunks: readonly Hunk[],
  { is, was }: { readonly is: Places; readonly was: Places },
): NonNullable<Touch['lines']> | null {
  const met = hunks.flatMap((hunk): readonly Hunk[] => {
    const within = is.filter((place) => meets(hunk.after, place)).map((place) => common(hunk, place));
    if (within.length > 0) return within;
    return was.some((place) => meets(hunk.before, place)) ? [hunk] : [];
  });
  return met.length === 0 ? null : linesOf(met);
}

/** A range counts from 0 and leaves its end out; an empty one is the place between two lines. */
function meets({ start, end }: Range, [first, last]: Places[number]): boolean {
  return start < last && end > first - 1;
}

function common(hunk: Hunk, [first, last]: Places[number]): Hunk {
  const { start, end } = hunk.after;
  return { ...hunk, after: { start: Math.max(start, first - 1), end: Math.min(end, last) } };
}
