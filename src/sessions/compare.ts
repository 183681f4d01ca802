/** Compares by code units: what sorts ISO times and makes orders stable needs no language, and is much faster without. */
export function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** Orders ISO times from the newest to the oldest; what has none comes last. */
export function newestFirst(a: string | null, b: string | null): number {
  return compare(b ?? '', a ?? '');
}
