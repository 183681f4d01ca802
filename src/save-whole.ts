import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** Writes a value as JSON into a file of kg's cache, as `saveText` does. */
export function saveWhole(file: string, value: unknown): Promise<void> {
  return saveText(file, JSON.stringify(value));
}

/**
 * Writes a file of kg's cache, for the person's eyes only. It is written beside and renamed, so that a reader finds the old
 * file or the new one and never half of one, also when two kg save at once: the later one wins.
 * Rejects with the error of the file system.
 */
export async function saveText(file: string, text: string): Promise<void> {
  const beside = `${file}.${randomUUID()}`;
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  try {
    await writeFile(beside, text, { mode: 0o600, flag: 'wx' });
    await rename(beside, file);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
  await removeLeftovers(file);
}

/** Whoever was killed while saving left a file behind; younger ones may still be somebody's. */
async function removeLeftovers(file: string): Promise<void> {
  const { mtimeMs } = await stat(file);
  for (const name of await readdir(dirname(file))) {
    if (!name.startsWith(`${basename(file)}.`)) continue;
    const other = join(dirname(file), name);
    const found = await stat(other).catch(() => null);
    if (found !== null && found.mtimeMs < mtimeMs - 60_000) await rm(other, { force: true });
  }
}
