import { link, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { encodePath } from '../../git/path.ts';
import { isErrorCode } from '../../worktrees/file-error.ts';

/**
 * Writes a file so that it is there whole or not at all, also after the power has failed: beside, to the disk, and only then under
 * its name. `id` is part of the name beside, so that whoever finds one left over can tell whose it was. A cache can do with
 * less (`saveWhole`); here nothing can be made again. Rejects with the error of the file system.
 */
export async function writeDurable(options: {
  readonly file: string;
  readonly text: string;
  readonly id: string;
  /** Refuse (EEXIST) when there is such a file already. Default: replace it. */
  readonly exclusive?: boolean;
  readonly mode?: number;
  /** Called when the file beside is whole. */
  readonly written?: () => void | Promise<void>;
}): Promise<void> {
  const { file, text, id, exclusive = false, mode = 0o600 } = options;
  const beside = besideName(file, id);
  try {
    const handle = await open(encodePath(beside), 'wx', mode);
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await options.written?.();
    if (exclusive) await linkNew(beside, file);
    else await rename(encodePath(beside), encodePath(file));
  } catch (error) {
    await rm(encodePath(beside), { force: true });
    throw error;
  }
  await syncDirectory(dirname(file));
}

/** `.checkpoint.json.<id>` */
function besideName(file: string, id: string): string {
  return join(dirname(file), `.${basename(file)}.${id}`);
}

/** A name in a directory is on the disk when the directory is. Where directories cannot be synced (Windows) nothing is lost. */
export async function syncDirectory(directory: string): Promise<void> {
  const handle = await open(encodePath(directory), 'r').catch(() => null);
  await handle?.sync().catch(() => {});
  await handle?.close();
}

async function linkNew(from: string, to: string): Promise<void> {
  try {
    await link(encodePath(from), encodePath(to));
  } catch (error) {
    // A file system without hard links: the name is taken first, and then replaced.
    if (!isErrorCode(error, 'EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EXDEV')) throw error;
    await (await open(encodePath(to), 'wx')).close();
    await rename(encodePath(from), encodePath(to));
    return;
  }
  await rm(encodePath(from), { force: true });
}
