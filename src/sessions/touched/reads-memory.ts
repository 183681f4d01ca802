import { readFileMemory, saveFileMemory, type FileMemory } from '../file-memory.ts';
import type { ReadScan } from './read-scan.ts';
import { isRecord, numberIn } from '../transcript/record.ts';

/**
 * What was learned of reads from the transcripts of one config directory. A file of its own, since only some questions need
 * it: names, times and object ids, never contents. It may be deleted at any time.
 */
export type ReadsMemory = ReadonlyMap<string, RememberedReads>;

export type RememberedReads = { readonly inode: number; readonly scan: ReadScan };

const readsOfFiles: FileMemory<RememberedReads> = { name: 'reads', format: 1, parse: toRemembered };

/** Reads what is remembered; nothing when it is missing, damaged, foreign or of another version. */
export function readReadsMemory(cacheDirectory: string, configDirectory: string): Promise<ReadsMemory> {
  return readFileMemory(readsOfFiles, { cacheDirectory, configDirectory });
}

/** Saves the entries. A cache that cannot be written costs time only, so that is no failure. */
export function saveReadsMemory(cacheDirectory: string, configDirectory: string, memory: ReadsMemory): Promise<void> {
  return saveFileMemory(readsOfFiles, { cacheDirectory, configDirectory }, memory);
}

function toRemembered(value: unknown): RememberedReads | null {
  const inode = isRecord(value) ? numberIn(value, 'inode') : null;
  const scan = isRecord(value) ? value['scan'] : null;
  return inode === null || !isReadScan(scan) ? null : { inode, scan };
}

function isReadScan(value: unknown): value is ReadScan {
  if (!isRecord(value) || typeof value['offset'] !== 'number' || !isText(value['cwd'])) return false;
  const { files, pending, moves } = value;
  return (
    isRecord(files) &&
    Object.values(files).every((readings) => Array.isArray(readings) && readings.every(isReading)) &&
    isRecord(pending) &&
    Object.values(pending).every(isLooking) &&
    Array.isArray(moves) &&
    moves.every((move) => isRecord(move) && typeof move['from'] === 'string' && typeof move['at'] === 'string')
  );
}

function isReading(value: unknown): boolean {
  return (
    isRecord(value) &&
    isText(value['id']) &&
    isText(value['at']) &&
    ['certain', 'likely', 'named'].some((grade) => grade === value['grade']) &&
    (value['oid'] === undefined || typeof value['oid'] === 'string')
  );
}

function isLooking(value: unknown): boolean {
  return (
    isRecord(value) &&
    ['Read', 'Grep', 'Glob', 'Bash'].some((tool) => tool === value['tool']) &&
    Array.isArray(value['paths']) &&
    value['paths'].every((path) => typeof path === 'string') &&
    isText(value['from']) &&
    typeof value['moves'] === 'boolean'
  );
}

function isText(value: unknown): boolean {
  return value === null || typeof value === 'string';
}
