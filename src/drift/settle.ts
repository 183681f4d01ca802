import type { BlobPair } from '../git/line-changes.ts';
import type { Lines } from '../overlap/lines.ts';
import { contains, pairsToContain, type Change } from './contains.ts';
import type { Outcome } from './drift.ts';
import type { Reader } from './read-files.ts';

/** All that decides about one file of a reader and a writer, as object ids; `null` where there is no file. */
export type Case = {
  /** What the writer had before its change, and has now. */
  readonly change: Change;
  /** The same in the writer's last commit. */
  readonly committed: string | null;
  /** Whether any part of the change is in a commit. */
  readonly isCommitted: boolean;
  /** What the reader has. */
  readonly file: string | null;
  readonly readers: readonly Reader[];
  /** When the reader's file was last written, as an ISO time; `null` when nobody knows. */
  readonly written: string | null;
};

export type Settled = {
  readonly outcome: Outcome;
  readonly open: boolean;
  /** Of `read-before` only those who have not looked since. */
  readonly readers: readonly Reader[];
};

/** The pairs of blobs whose hunks `settle` needs. */
export function pairsToSettle({ change, committed, file, readers }: Case): readonly BlobPair[] {
  const seen = readers.flatMap(({ oid }) => oid ?? []);
  return [
    ...pairsToContain(file, change),
    ...pairsToContain(file, { before: change.before, after: committed }),
    ...seen.flatMap((oid) => pairsToContain(oid, change)),
  ];
}

/** Pure: whether the reader has the change. What cannot be compared line by line counts as not had. */
export function settle(one: Case, lines: Lines): Settled {
  const { change, committed, isCommitted, file, readers } = one;
  if (contains(file, change, lines) === true) {
    const stale = readers.filter((reader) => isBefore(reader, one, lines));
    return stale.length === 0
      ? { outcome: 'has', open: false, readers }
      : { outcome: 'read-before', open: false, readers: stale };
  }
  const lacks = isCommitted && contains(file, { before: change.before, after: committed }, lines) !== true;
  return { outcome: lacks ? 'lacks' : 'uncommitted', open: lacks && committed !== change.after, readers };
}

/** Whether a session last looked at a content without the change: by that content where it is known, else by the times. */
function isBefore({ oid, last }: Reader, { change, file, written }: Case, lines: Lines): boolean {
  if (oid !== undefined && oid === file) return false;
  const seen = oid === undefined ? null : contains(oid, change, lines);
  if (seen !== null) return !seen;
  return last !== null && written !== null && written > last;
}
