import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { saveWhole } from '../save-whole.ts';
import { parseRecord, recordIn } from './transcript/record.ts';

/** What is kept about the files of one config directory, and how an entry is told from what is none. */
export type FileMemory<Entry> = {
  /** Begins the name of its file in kg's cache directory. */
  readonly name: string;
  /** Raised whenever an entry changes its shape or its meaning. */
  readonly format: number;
  /** The entry that a value is; `null` for anything else. */
  readonly parse: (value: unknown) => Entry | null;
};

/** The two directories that tell where a memory lies: kg's cache and Claude Code's config. */
export type MemoryPlace = { readonly cacheDirectory: string; readonly configDirectory: string };

/** Larger ones are forgotten instead of parsed. */
const largest = 64 * 1024 * 1024;

/** Reads what is remembered, by path; nothing when it is missing, damaged, foreign or of another version. */
export async function readFileMemory<Entry>(
  { name, format, parse }: FileMemory<Entry>,
  place: MemoryPlace,
): Promise<ReadonlyMap<string, Entry>> {
  try {
    const text = await readFile(pathOf(name, place), 'utf8');
    const parsed = text.length > largest ? null : parseRecord(text);
    const files = parsed === null ? null : recordIn(parsed, 'files');
    if (parsed?.['format'] !== format || parsed['of'] !== place.configDirectory || files === null) return new Map();
    return new Map(
      Object.entries(files).flatMap(([path, value]) => {
        const entry = parse(value);
        return entry === null ? [] : [[path, entry] as const];
      }),
    );
  } catch {
    return new Map(); // without memory everything is read again, which is slower and never wrong
  }
}

/** Saves the entries. A cache that cannot be written costs time only, so that is no failure. */
export async function saveFileMemory<Entry>(
  { name, format }: FileMemory<Entry>,
  place: MemoryPlace,
  entries: ReadonlyMap<string, Entry>,
): Promise<void> {
  const files = Object.fromEntries(entries);
  await saveWhole(pathOf(name, place), { format, of: place.configDirectory, files }).catch(() => {});
}

function pathOf(name: string, { cacheDirectory, configDirectory }: MemoryPlace): string {
  const directory = createHash('sha256').update(configDirectory).digest('hex').slice(0, 16);
  return join(cacheDirectory, `${name}-${directory}.json`);
}
