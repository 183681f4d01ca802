import type { Hunk, Range } from '../git/line-changes.ts';

/** Most unchanged lines between two changes that are still `near`. */
export const NEAR = 3;

/** Unchanged lines between two ranges of the same file; 0 when they touch, less when they share lines. */
export function gapBetween(one: Range, other: Range): number {
  return Math.max(one.start - other.end, other.start - one.end);
}

/** Those of `hunks` with a hunk of `others` at most `distance` unchanged lines away. Both count lines of the same base. */
export function hunksNear(hunks: readonly Hunk[], others: readonly Hunk[], distance: number): readonly Hunk[] {
  return hunks.filter((hunk) => others.some((other) => gapBetween(hunk.before, other.before) <= distance));
}

/** The hunks that the other side does not hold just so, at the same place. */
export function ownHunks(hunks: readonly Hunk[], others: readonly Hunk[]): readonly Hunk[] {
  return hunks.filter(
    (hunk) =>
      !others.some(
        ({ before, digest }) =>
          before.start === hunk.before.start && before.end === hunk.before.end && digest === hunk.digest,
      ),
  );
}

/**
 * Moves hunks from one base to a newer one, `between` being what happened between the two. A place that was itself changed
 * becomes the whole of that change.
 */
export function moveHunks(hunks: readonly Hunk[], between: readonly Hunk[]): readonly Hunk[] {
  return hunks.map((hunk) => ({ ...hunk, before: moveRange(hunk.before, between) }));
}

function moveRange(range: Range, between: readonly Hunk[]): Range {
  let { start, end } = range;
  for (const { before, after } of between) {
    const added = after.end - after.start - (before.end - before.start);
    if (before.end <= range.start && !isEmptyAt(before, range)) {
      start += added;
      end += added;
    } else if (before.start < range.end || gapBetween(before, range) < 0) {
      start = Math.min(start, after.start);
      end = Math.max(end + added, after.end);
    }
  }
  return { start, end };
}

/** An insertion exactly where the range begins and ends: which comes first cannot be told. */
function isEmptyAt(before: Range, range: Range): boolean {
  return before.start === before.end && range.start === range.end && before.start === range.start;
}

/** The lines of hunks on their newer side, as people count them. A removal is the line before it. */
export function linesOf(hunks: readonly Hunk[]): readonly (readonly [number, number])[] {
  const lines: (readonly [number, number])[] = [];
  for (const { after } of hunks) {
    const first = after.start === after.end ? Math.max(after.start, 1) : after.start + 1;
    const last = after.start === after.end ? first : after.end;
    const previous = lines.at(-1);
    if (previous !== undefined && first <= previous[1] + 1)
      lines[lines.length - 1] = [previous[0], Math.max(previous[1], last)];
    else lines.push([first, last]);
  }
  return lines;
}

/** Whether a side changed the ends of its lines all over the file, perhaps beside other work. */
export function changesLineEndings(hunks: readonly Hunk[]): boolean {
  const size = (some: readonly Hunk[]): number => some.reduce((sum, { before }) => sum + before.end - before.start, 0);
  const endings = size(hunks.filter((hunk) => hunk.lineEndings));
  return endings > 0 && endings * 2 > size(hunks);
}
