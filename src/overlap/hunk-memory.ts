import { join } from 'node:path';
import type { Hunk } from '../git/line-changes.ts';
import { readWhole, saveWhole } from '../save-whole.ts';
import { isFileSystemError } from '../worktrees/file-error.ts';
import type { Store } from '../worktrees/store/store.ts';

/** The hunks between two blobs, by their object ids: what git once said of them stays true. */
export type HunkMemory = ReadonlyMap<string, readonly Hunk[]>;

/** Reads what earlier runs found. A missing, damaged or foreign file is empty. */
export function readHunkMemory(store: Store): HunkMemory {
  const content = readWhole(fileOf(store));
  if (!isRecord(content) || content['format'] !== FORMAT || !isRecord(content['pairs'])) return new Map();
  return new Map(
    Object.entries(content['pairs']).flatMap(([key, value]) => {
      const hunks = readHunks(value);
      return hunks === null ? [] : [[key, hunks] as const];
    }),
  );
}

/**
 * Saves what was used now, and as much of the rest as fits; of two kg at once the later one wins.
 * That it could not be written costs time only.
 */
export async function saveHunkMemory(store: Store, used: HunkMemory, rest: HunkMemory): Promise<void> {
  const pairs = new Map<string, readonly Packed[]>();
  let room = MOST_HUNKS;
  for (const [key, hunks] of [...used, ...rest]) {
    if (pairs.has(key) || hunks.length >= room) continue;
    room -= hunks.length + 1;
    pairs.set(key, hunks.map(pack));
  }
  try {
    await saveWhole(fileOf(store), { format: FORMAT, pairs: Object.fromEntries(pairs) });
  } catch (error) {
    if (!isFileSystemError(error)) throw error;
  }
}

/** Another number makes kg forget what an older one remembers: for another way to ask git, or to tell hunks. */
const FORMAT = 1;
/** A pair without hunks counts as one. Two megabytes at most. */
const MOST_HUNKS = 30_000;

function fileOf(store: Store): string {
  return join(store.directory, 'hunks.json');
}

type Packed = readonly [number, number, number, number, string, 0 | 1];

function pack({ before, after, digest, lineEndings }: Hunk): Packed {
  return [before.start, before.end, after.start, after.end, digest, lineEndings ? 1 : 0];
}

function readHunks(value: unknown): readonly Hunk[] | null {
  if (!Array.isArray(value)) return null;
  const hunks: Hunk[] = [];
  for (const packed of value) {
    const hunk = unpack(packed);
    if (hunk === null) return null;
    hunks.push(hunk);
  }
  return hunks;
}

function unpack(value: unknown): Hunk | null {
  if (!Array.isArray(value)) return null;
  const [start, end, newStart, newEnd, digest, endings]: unknown[] = value;
  if (typeof start !== 'number' || typeof end !== 'number' || typeof digest !== 'string') return null;
  if (typeof newStart !== 'number' || typeof newEnd !== 'number') return null;
  return { before: { start, end }, after: { start: newStart, end: newEnd }, digest, lineEndings: endings === 1 };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
