import type { InFlight } from '../checkpoint.ts';
import type { Uncommitted } from './draft-input.ts';

const mostFiles = 40;

type File = InFlight['files'][number];

/** What is not committed, in the order of the paths; of many files the first forty, and all in the counts. */
export function inFlightOf(uncommitted: Uncommitted | null): InFlight | null {
  if (uncommitted === null) return null;
  const { tracked, untracked, unmerged } = uncommitted;
  const files = new Map<string, File>();
  for (const { path, change, added, deleted } of tracked) files.set(path, { path, change, added, deleted });
  for (const { path, lines } of untracked)
    files.set(path, { path, change: 'untracked', added: lines, deleted: lines === null ? null : 0 });
  for (const path of unmerged) files.set(path, { path, change: 'unmerged', added: null, deleted: null });
  const all = [...files.values()].toSorted((a, b) => (a.path < b.path ? -1 : 1));
  return {
    total: all.length,
    added: sum(all.map(({ added }) => added)),
    deleted: sum(all.map(({ deleted }) => deleted)),
    files: all.slice(0, mostFiles),
  };
}

function sum(numbers: readonly (number | null)[]): number {
  return numbers.reduce((total: number, number) => total + (number ?? 0), 0);
}
