import { compare, newestFirst } from '../compare.ts';
import type { ReadScan, ScannedReading } from './read-scan.ts';
import type { Read, ReadGrade } from '../session.ts';

/** A transcript that was scanned for reads, and when its file was made. */
export type ScannedReads = { readonly path: string; readonly scan: ReadScan; readonly born: number };

/** What a transcript tells of reads; those that an elder transcript told before are `inherited`. */
export type OwnReads = Pick<ReadScan, 'cwd' | 'moves'> & {
  readonly files: readonly (readonly [string, readonly OwnReading[]])[];
};

type OwnReading = ScannedReading & { readonly inherited: boolean };

/**
 * Pure: a fork begins with a copy of its origin's records. It knows what its origin read, but did not read it a second time.
 * By the path of the transcript.
 */
export function markInherited(transcripts: readonly ScannedReads[]): ReadonlyMap<string, OwnReads> {
  const seen = new Set<string>();
  const own = new Map<string, OwnReads>();
  for (const { path, scan } of transcripts.toSorted((a, b) => a.born - b.born)) {
    const key = (file: string, id: string): string => `${id} ${file}`;
    const files = Object.entries(scan.files).map(([file, readings]) => {
      const marked = readings.map((one) => ({ ...one, inherited: one.id !== null && seen.has(key(file, one.id)) }));
      return [file, marked] as const;
    });
    own.set(path, { cwd: scan.cwd, moves: scan.moves, files });
    for (const [file, readings] of Object.entries(scan.files))
      for (const { id } of readings) if (id !== null) seen.add(key(file, id));
  }
  return own;
}

/** One transcript of a session: its own, or that of a subagent, which `by` names. */
export type ReadingHand = { readonly by: string | null; readonly told: OwnReads };

/** Pure: joins what a session and its subagents read into one entry a file, the newest first. */
export function readsOf(hands: readonly ReadingHand[]): readonly Read[] {
  const byPath = new Map<string, (OwnReading & { readonly by: string | null })[]>();
  for (const { by, told } of hands) {
    for (const [path, readings] of told.files) {
      const known = byPath.get(path) ?? [];
      for (const reading of readings) known.push({ ...reading, by });
      byPath.set(path, known);
    }
  }
  return [...byPath]
    .map(([path, readings]) => toRead(path, readings))
    .toSorted((a, b) => newestFirst(a.last, b.last) || compare(a.path, b.path));
}

const grades: readonly ReadGrade[] = ['certain', 'likely', 'named'];

/** A list of names is no reading where the content was seen too. */
function toRead(path: string, all: readonly (OwnReading & { readonly by: string | null })[]): Read {
  const grade = grades.find((one) => all.some((reading) => reading.grade === one)) ?? 'named';
  const readings = (grade === 'named' ? all : all.filter((reading) => reading.grade !== 'named')).toSorted((a, b) =>
    newestFirst(a.at, b.at),
  );
  const [last] = readings;
  const by = [...new Set(readings.flatMap((reading) => reading.by ?? []))].toSorted(compare);
  return {
    path,
    first: readings.at(-1)?.at ?? null,
    last: last?.at ?? null,
    grade,
    ...(last?.oid === undefined ? {} : { oid: last.oid }),
    ...(by.length === 0 ? {} : { by }),
    ...(readings.every(({ inherited }) => inherited) ? { inherited: true } : {}),
  };
}
