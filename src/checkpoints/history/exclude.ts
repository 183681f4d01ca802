import { randomUUID } from 'node:crypto';
import { mkdir, readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { encodePath } from '../../git/path.ts';
import { isErrorCode } from '../../worktrees/file-error.ts';

const MARK = '# kg: its checkpoints';
const PATTERN = '/.keepgoing/';

/** The file of the repository's own that lists what all its worktrees ignore, without being part of any commit. */
export function excludeFile(commonDirectory: string): string {
  return join(commonDirectory, 'info', 'exclude');
}

/**
 * Adds one marked line to the repository's own list of ignored files, in one step and with all that stands in there kept. Answers
 * whether it was not there before. Rejects with the error of the file system.
 */
export async function excludeKeepgoing(commonDirectory: string): Promise<boolean> {
  // A link leads to a list that somebody shares: that one is added to, and the link stays.
  const listed = encodePath(excludeFile(commonDirectory));
  const file = await realpath(listed, { encoding: 'buffer' }).catch(() => listed);
  const found = await readFile(file, 'latin1').catch((error: unknown) => {
    if (isErrorCode(error, 'ENOENT')) return null;
    throw error;
  });
  if (found?.split(/\r?\n/u).includes(PATTERN) === true) return false;
  const before = found === null || found === '' || found.endsWith('\n') ? (found ?? '') : `${found}\n`;
  const mode = found === null ? 0o644 : (await stat(file)).mode & 0o777;
  await mkdir(encodePath(dirname(excludeFile(commonDirectory))), { recursive: true });
  const beside = Buffer.concat([file, Buffer.from(`.kg-${randomUUID()}`)]);
  try {
    await writeFile(beside, Buffer.from(`${before}${MARK}\n${PATTERN}\n`, 'latin1'), { mode, flag: 'wx' });
    await rename(beside, file);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
  return true;
}
