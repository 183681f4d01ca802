import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { saveWhole } from '../save-whole.ts';
import { isFacts, isSubagents, isWriteScan } from './memory-shape.ts';
import { isRecord, numberIn, parseRecord, recordIn } from './transcript/record.ts';
import type { Subagent } from './subagents.ts';
import type { TranscriptFacts } from './transcript/facts.ts';
import type { FileState } from './transcript/files.ts';
import type { WriteScan } from './touched/write-scan.ts';

/**
 * What was learned from the transcripts of one config directory, kept in kg's cache directory. It holds facts only, no
 * conversation, and may be deleted at any time. An entry counts as long as its file is the same file with the same size and
 * time of change.
 */
export type Memory = ReadonlyMap<string, Remembered>;

export type Remembered = {
  readonly inode: number;
  readonly size: number;
  readonly modified: number;
  readonly facts: TranscriptFacts | null;
  /** What was scanned of the file, also of an earlier state of it: it only grows. */
  readonly scan: WriteScan | null;
  /** The subagents, as they were when no process of the session was registered; `null` when they must be looked at. */
  readonly subagents: readonly Subagent[] | null;
};

/** Raised whenever an entry changes its shape or its meaning. */
const format = 2;

/** Larger ones are forgotten instead of parsed. */
const largest = 64 * 1024 * 1024;

/** Reads what is remembered; nothing when it is missing, damaged, foreign or of another version. */
export async function readMemory(cacheDirectory: string, configDirectory: string): Promise<Memory> {
  try {
    const text = await readFile(memoryPath(cacheDirectory, configDirectory), 'utf8');
    const parsed = text.length > largest ? null : parseRecord(text);
    const files = parsed === null ? null : recordIn(parsed, 'files');
    if (parsed?.['format'] !== format || parsed['of'] !== configDirectory || files === null) return new Map();
    return new Map(
      Object.entries(files).flatMap(([path, value]) => {
        const entry = toRemembered(value);
        return entry === null ? [] : [[path, entry] as const];
      }),
    );
  } catch {
    return new Map(); // without memory everything is read again, which is slower and never wrong
  }
}

/** Saves the entries. A cache that cannot be written costs time only, so that is no failure. */
export async function saveMemory(cacheDirectory: string, configDirectory: string, memory: Memory): Promise<void> {
  const files = Object.fromEntries(memory);
  await saveWhole(memoryPath(cacheDirectory, configDirectory), { format, of: configDirectory, files }).catch(() => {});
}

/** Whether the entry is about the file as it is now. */
export function isCurrent(entry: Remembered | undefined, file: FileState): entry is Remembered {
  return entry?.inode === file.inode && entry.size === file.size && entry.modified === file.modified;
}

function memoryPath(cacheDirectory: string, configDirectory: string): string {
  const name = createHash('sha256').update(configDirectory).digest('hex').slice(0, 16);
  return join(cacheDirectory, `sessions-${name}.json`);
}

function toRemembered(value: unknown): Remembered | null {
  if (!isRecord(value)) return null;
  const { facts, scan, subagents } = value;
  const [inode, size, modified] = [numberIn(value, 'inode'), numberIn(value, 'size'), numberIn(value, 'modified')];
  if (inode === null || size === null || modified === null) return null;
  return {
    inode,
    size,
    modified,
    facts: isFacts(facts) ? facts : null,
    scan: isWriteScan(scan) ? scan : null,
    subagents: isSubagents(subagents) ? subagents : null,
  };
}
