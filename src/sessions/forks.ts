import type { ScannedAlarm, ScannedWriting, WriteScan } from './touched/write-scan.ts';

/** A scanned transcript, and when its file was made. */
export type Scanned = { readonly scan: WriteScan; readonly born: number };

/** What a transcript tells that no elder one told before. */
export type OwnScan = Pick<WriteScan, 'began'> & {
  readonly files: readonly (readonly [string, readonly ScannedWriting[]])[];
  readonly alarms: readonly ScannedAlarm[];
};

/**
 * A fork begins with a copy of its origin's records, ids included, under a session id of its own. Only a record that the elder
 * transcripts do not hold tells of the fork.
 */
export function withoutCopies(transcripts: readonly Scanned[]): ReadonlyMap<WriteScan, OwnScan> {
  const seen = new Map<string, Set<string>>();
  const own = new Map<WriteScan, OwnScan>();
  for (const { scan } of transcripts.toSorted((a, b) => a.born - b.born)) {
    const files = Object.entries(scan.files).flatMap(([path, writings]) => {
      const news = writings.filter(({ id }) => isNew(seen, path, id));
      return news.length === 0 ? [] : [[path, news] as const];
    });
    own.set(scan, { began: scan.began, files, alarms: scan.alarms.filter(({ path, id }) => isNew(seen, path, id)) });
    for (const [path, writings] of Object.entries(scan.files)) for (const { id } of writings) see(seen, path, id);
    for (const { path, id } of scan.alarms) see(seen, path, id);
  }
  return own;
}

function isNew(seen: ReadonlyMap<string, ReadonlySet<string>>, path: string, id: string | null): boolean {
  return id === null || seen.get(path)?.has(id) !== true;
}

function see(seen: Map<string, Set<string>>, path: string, id: string | null): void {
  if (id === null) return;
  const known = seen.get(path) ?? new Set();
  seen.set(path, known.add(id));
}
