import { readFileMemory, saveFileMemory, type FileMemory } from './file-memory.ts';
import { isFacts, isSubagents, isWriteScan } from './memory-shape.ts';
import { isRecord, numberIn } from './transcript/record.ts';
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

const transcripts: FileMemory<Remembered> = { name: 'sessions', format: 2, parse: toRemembered };

/** Reads what is remembered; nothing when it is missing, damaged, foreign or of another version. */
export function readMemory(cacheDirectory: string, configDirectory: string): Promise<Memory> {
  return readFileMemory(transcripts, { cacheDirectory, configDirectory });
}

/** Saves the entries. A cache that cannot be written costs time only, so that is no failure. */
export function saveMemory(cacheDirectory: string, configDirectory: string, memory: Memory): Promise<void> {
  return saveFileMemory(transcripts, { cacheDirectory, configDirectory }, memory);
}

/** Whether the entry is about the file as it is now. */
export function isCurrent(entry: Remembered | undefined, file: FileState): entry is Remembered {
  return entry?.inode === file.inode && entry.size === file.size && entry.modified === file.modified;
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
