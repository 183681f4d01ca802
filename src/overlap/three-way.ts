import type { Hunk, Range } from '../git/line-changes.ts';

/** A stretch of a file that at least one side changed, as all three have it. Ranges count from 0, without their end. */
export type Region = {
  readonly base: Range;
  readonly a: Range;
  readonly b: Range;
  /** Which sides changed it. `both` where their changes overlap or touch: there git cannot merge, unless they are the same. */
  readonly changed: 'a' | 'b' | 'both';
};

type Marked = { readonly side: 'a' | 'b'; readonly hunk: Hunk };

/** Pure: lays the hunks of both sides, counted from the same base, beside each other. */
export function findRegions(a: readonly Hunk[], b: readonly Hunk[]): readonly Region[] {
  const marked: Marked[] = [
    ...a.map((hunk) => ({ side: 'a', hunk }) as const),
    ...b.map((hunk) => ({ side: 'b', hunk }) as const),
  ];
  const groups: Marked[][] = [];
  let end = -1;
  for (const one of marked.toSorted((left, right) => left.hunk.before.start - right.hunk.before.start)) {
    const { start, end: last } = one.hunk.before;
    const group = groups.at(-1);
    if (group !== undefined && start <= end) group.push(one);
    else groups.push([one]);
    end = Math.max(end, last);
  }
  const moved = { a: 0, b: 0 };
  return groups.map((group) => {
    const base = {
      start: Math.min(...group.map(({ hunk }) => hunk.before.start)),
      end: Math.max(...group.map(({ hunk }) => hunk.before.end)),
    };
    const [left, right] = [sideOf('a', group, base, moved.a), sideOf('b', group, base, moved.b)];
    moved.a += grown(left, base) - moved.a;
    moved.b += grown(right, base) - moved.b;
    const sides = new Set(group.map(({ side }) => side));
    return { base, a: left, b: right, changed: sides.size === 2 ? 'both' : sides.has('a') ? 'a' : 'b' };
  });
}

/** The same stretch on one side, whose lines have moved by so many before it. */
function sideOf(side: 'a' | 'b', group: readonly Marked[], base: Range, moved: number): Range {
  const own = group.filter((one) => one.side === side);
  const more = own.reduce((sum, { hunk }) => sum + size(hunk.after) - size(hunk.before), 0);
  return { start: base.start + moved, end: base.end + moved + more };
}

/** By how much lines after a stretch have moved. */
function grown(side: Range, base: Range): number {
  return side.end - base.end;
}

function size({ start, end }: Range): number {
  return end - start;
}
