import type { WriteScan, WrittenFile } from './transcript-writes.ts';

/** A scanned transcript, and when its file was made. */
export type Scanned = { readonly scan: WriteScan; readonly born: number };

/**
 * A fork begins with a copy of its origin's records, ids included, under a session id of its own. A file counts as written
 * by the fork only when a record that the elder transcripts do not hold says so.
 */
export function withoutCopies(
  transcripts: readonly Scanned[],
): ReadonlyMap<WriteScan, readonly [string, WrittenFile][]> {
  const seen = new Map<string, Set<string>>();
  const own = new Map<WriteScan, readonly [string, WrittenFile][]>();
  for (const { scan } of transcripts.toSorted((a, b) => a.born - b.born)) {
    const files = Object.entries(scan.files);
    own.set(
      scan,
      files.filter(([path, { records }]) => records.length === 0 || !records.every((id) => seen.get(path)?.has(id))),
    );
    for (const [path, { records }] of files) {
      const known = seen.get(path) ?? new Set();
      for (const id of records) known.add(id);
      seen.set(path, known);
    }
  }
  return own;
}
