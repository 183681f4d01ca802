import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** Writes a value as JSON into a file of kg's cache, as `saveText` does. */
export function saveWhole(file: string, value: unknown): Promise<void> {
  return saveText(file, JSON.stringify(value));
}

/** Reads what `saveWhole` has written; `undefined` when nothing is there, or nothing that can be read. */
export function readWhole(file: string): unknown {
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return value;
  } catch {
    return undefined;
  }
}

/**
 * Writes a file of kg's cache, for the person's eyes only. It is written beside and renamed, so that a reader finds the old
 * file or the new one and never half of one, also when two kg save at once: the later one wins. The file system is asked without
 * another thread: these files are small, and somebody waits for most of them.
 * Rejects with the error of the file system.
 */
export async function saveText(file: string, text: string): Promise<void> {
  const beside = `${file}.${randomUUID()}`;
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  try {
    writeFileSync(beside, text, { mode: 0o600, flag: 'wx' });
    renameSync(beside, file);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
  removeLeftovers(file);
}

/** Whoever was killed while saving left a file behind; younger ones may still be somebody's. */
function removeLeftovers(file: string): void {
  const { mtimeMs } = statSync(file);
  for (const name of readdirSync(dirname(file))) {
    if (!name.startsWith(`${basename(file)}.`)) continue;
    const other = join(dirname(file), name);
    const found = statSync(other, { throwIfNoEntry: false });
    if (found !== undefined && found.mtimeMs < mtimeMs - 60_000) rmSync(other, { force: true });
  }
}
