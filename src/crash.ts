import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { KgError } from './errors.ts';
import { cacheDirectory, type Surroundings } from './places.ts';

/**
 * Saves the stack of an error that is a bug of kg, for a report, and answers the file's path. Errors that a person can act on
 * are not saved. The file holds names of functions and places in kg's own code: no arguments, no paths of the repository.
 */
export async function saveCrash(
  error: unknown,
  world: Surroundings & { readonly now: () => Date },
): Promise<string | null> {
  if (!(error instanceof Error) || error instanceof KgError || 'oclif' in error) return null;
  const directory = cacheDirectory(world);
  const file = join(directory, `crash-${world.now().toISOString().replaceAll(/[:.]/gu, '-')}.log`);
  try {
    await mkdir(directory, { recursive: true, mode: 0o700 });
    await writeFile(file, `${error.stack ?? String(error)}\n`, { mode: 0o600, flag: 'wx' });
    return file;
  } catch {
    // The message itself is still shown; a full or read-only disk must not hide it.
    return null;
  }
}
