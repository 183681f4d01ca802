import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { saveWhole } from '../../save-whole.ts';
import type { ReadScan } from './read-scan.ts';
import { isRecord, numberIn, parseRecord, recordIn } from '../transcript/record.ts';

/**
 * What was learned of reads from the transcripts of one config directory. A file of its own, since only some questions need
 * it: names, times and object ids, never contents. It may be deleted at any time.
 */
export type ReadsMemory = ReadonlyMap<string, RememberedReads>;

export type RememberedReads = { readonly inode: number; readonly scan: ReadScan };

/** Raised whenever an entry changes its shape or its meaning. */
const format = 1;

/** Larger ones are forgotten instead of parsed. */
const largest = 64 * 1024 * 1024;

/** Reads what is remembered; nothing when it is missing, damaged, foreign or of another version. */
export async function readReadsMemory(cacheDirectory: string, configDirectory: string): Promise<ReadsMemory> {
  try {
    const text = await readFile(memoryPath(cacheDirectory, configDirectory), 'utf8');
    const parsed = text.length > largest ? null : parseRecord(text);
    const files = parsed === null ? null : recordIn(parsed, 'files');
    if (parsed?.['format'] !== format || parsed['of'] !== configDirectory || files === null) return new Map();
    return new Map(
      Object.entries(files).flatMap(([path, value]) => {
        const inode = isRecord(value) ? numberIn(value, 'inode') : null;
        const scan = isRecord(value) ? value['scan'] : null;
        return inode === null || !isReadScan(scan) ? [] : [[path, { inode, scan }] as const];
      }),
    );
  } catch {
    return new Map(); // without memory everything is read again, which is slower and never wrong
  }
}

/** Saves the entries. A cache that cannot be written costs time only, so that is no failure. */
export async function saveReadsMemory(
  cacheDirectory: string,
  configDirectory: string,
  memory: ReadsMemory,
): Promise<void> {
  const files = Object.fromEntries(memory);
  await saveWhole(memoryPath(cacheDirectory, configDirectory), { format, of: configDirectory, files }).catch(() => {});
}

function memoryPath(cacheDirectory: string, configDirectory: string): string {
  const name = createHash('sha256').update(configDirectory).digest('hex').slice(0, 16);
  return join(cacheDirectory, `reads-${name}.json`);
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
