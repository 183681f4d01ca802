import type { Hunk, Range } from '../git/line-changes.ts';

/** Most unchanged lines between two changes that are still `near`. */
export const NEAR = 3;

/** Unchanged lines between two ranges of the same file; 0 when they touch, less when they share lines. */
export function gapBetween(one: Range, other: Range): number {
  return Math.max(one.start - other.end, other.start - one.end);
}

/** Those of `hunks` with a hunk of `others` at most `distance` unchanged lines away. Both count lines of the same base. */
export function hunksNear(hunks: readonly Hunk[], others: readonly Hunk[], distance: number): readonly Hunk[] {
  const sorted = others.map(({ before }) => before).toSorted((left, right) => left.start - right.start);
  let reach = Number.NEGATIVE_INFINITY;
  const reaches = sorted.map(({ end }) => {
    reach = Math.max(reach, end);
    return reach;
  });
  return hunks.filter(({ before }) => {
    const begun = countUpTo(sorted, ({ start }) => start <= before.end + distance);
    return (reaches[begun - 1] ?? Number.NEGATIVE_INFINITY) >= before.start - distance;
  });
}

/** The hunks that the other side does not hold just so, at the same place. */
export function ownHunks(hunks: readonly Hunk[], others: readonly Hunk[]): readonly Hunk[] {
  const key = ({ before, digest }: Hunk): string => `${before.start} ${before.end} ${digest}`;
  const held = new Set(others.map(key));
  return hunks.filter((hunk) => !held.has(key(hunk)));
}

/**
 * Moves hunks from one base to another, `between` being what differs between the two, in the order of the file. A place that
 * was itself changed becomes the whole of that change.
 */
export function moveHunks(hunks: readonly Hunk[], between: readonly Hunk[]): readonly Hunk[] {
  if (between.length === 0) return hunks;
  return hunks.map(({ before, after, digest, lineEndings }) => ({
    before: moveRange(before, between),
    after,
    digest,
    lineEndings,
  }));
}

function moveRange(range: Range, between: readonly Hunk[]): Range {
  // Of an insertion exactly where an insertion is, it cannot be told which comes first: it counts as after it.
  const passed = countUpTo(between, ({ before }) => before.end <= range.start && !isEmptyAt(before, range));
  const last = between[passed - 1];
  const moved = last === undefined ? 0 : last.after.end - last.before.end;
  let [start, end] = [range.start + moved, range.end + moved];
  for (let at = passed; at < between.length; at += 1) {
    const { before, after } = between[at] ?? { before: range, after: range };
    if (before.start >= range.end) break;
    start = Math.min(start, after.start);
    end = Math.max(range.end + after.end - before.end, after.end);
  }
  return { start, end };
}

function isEmptyAt(before: Range, range: Range): boolean {
  return before.start === before.end && range.start === range.end && before.start === range.start;
}

/** How many items at the beginning hold; after the first that does not, none does. */
function countUpTo<T>(items: readonly T[], holds: (item: T) => boolean): number {
  let [low, high] = [0, items.length];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const item = items[middle];
    if (item !== undefined && holds(item)) low = middle + 1;
    else high = middle;
  }
  return low;
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
