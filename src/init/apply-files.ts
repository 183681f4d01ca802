import { randomUUID } from 'node:crypto';
import { chmod, lstat, mkdir, readFile, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { KgError } from '../errors.ts';
import { encodePath } from '../git/path.ts';
import { isErrorCode } from '../worktrees/file-error.ts';
import type { FileEdit, FileState } from './part.ts';

/**
 * Makes file edits in their order, each whole or not at all. Throws `INIT_FAILED` at the first where something else is found than
 * was planned, or that the file system refuses; those before it are made by then.
 */
export async function applyFiles(edits: readonly FileEdit[]): Promise<void> {
  for (const edit of edits) {
    const { path, before, after, folder = false } = edit;
    if (!same(await stateOf(path), before))
      throw new KgError('INIT_FAILED', { message: 'It was changed meanwhile, and is left as it is', path });
    try {
      if (after === null) await remove(path, folder);
      else await replace(path, after);
    } catch (cause) {
      const message = cause instanceof Error ? cause.message : String(cause);
      throw new KgError('INIT_FAILED', { message: `Could not be written (${message})`, path }, { cause });
    }
  }
}

async function stateOf(path: string): Promise<FileState | null> {
  try {
    const { mode } = await lstat(encodePath(path));
    return { bytes: await readFile(encodePath(path)), mode: mode & 0o7777 };
  } catch (error) {
    if (isErrorCode(error, 'ENOENT', 'ENOTDIR')) return null;
    throw error;
  }
}

function same(found: FileState | null, planned: FileState | null): boolean {
  if (found === null || planned === null) return found === planned;
  return found.mode === planned.mode && found.bytes.equals(planned.bytes);
}

/** Beside and renamed, so that git never runs half of a hook. */
async function replace(path: string, { bytes, mode }: FileState): Promise<void> {
  const beside = `${path}.${randomUUID()}`;
  await mkdir(encodePath(dirname(path)), { recursive: true });
  try {
    await writeFile(encodePath(beside), bytes, { flag: 'wx', mode });
    // The umask had its say in the mode, which is that of the file before.
    await chmod(encodePath(beside), mode);
    await rename(encodePath(beside), encodePath(path));
  } catch (error) {
    await rm(encodePath(beside), { force: true });
    throw error;
  }
}

async function remove(path: string, folder: boolean): Promise<void> {
  await rm(encodePath(path));
  // It stays where something else came into it.
  if (folder) await rmdir(encodePath(dirname(path))).catch(() => {});
}
