/** By how many rows a key moves. */
export function steps(height: number): ReadonlyMap<string, number> {
  const page = Math.max(1, height - 6);
  return new Map([
    ['up', -1],
    ['k', -1],
    ['down', 1],
    ['j', 1],
    ['page up', -page],
    ['page down', page],
    [' ', page],
    ['home', Number.NEGATIVE_INFINITY],
    ['g', Number.NEGATIVE_INFINITY],
    ['end', Number.POSITIVE_INFINITY],
    ['G', Number.POSITIVE_INFINITY],
  ]);
}
