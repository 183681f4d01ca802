import { constants, copyFile, link, mkdir, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { encodePath } from '../../git/path.ts';
import { isErrorCode } from '../file-error.ts';
import { shortHash } from '../store/store.ts';

/** Copies of an index as files, each with the time that keeps git's doubts about recent edits. */

type Stamps = { readonly ino: bigint; readonly mtimeNs: bigint; readonly size: bigint };

/** Stands for the state of an index file: git writes a new one each time. */
export function identityOf({ ino, mtimeNs, size }: Stamps): string {
  return shortHash(`${ino} ${mtimeNs} ${size}`);
}

/**
 * Copies a worktree's own index, and answers its identity. Git takes an entry for possibly changed when its file is not older
 * than the index. A copy with a time of its own would lose that, so it gets the original's, rounded down.
 */
export async function seed(own: string, path: string): Promise<string> {
  const from = encodePath(own);
  for (;;) {
    try {
      const stats = await stat(from, { bigint: true });
      await copyFile(from, path, constants.COPYFILE_FICLONE);
      await setTime(path, stats.mtimeNs);
      const identity = identityOf(stats);
      if (identity === identityOf(await stat(from, { bigint: true }))) return identity;
    } catch (error) {
      if (!isErrorCode(error, 'ENOENT', 'ENOTDIR')) throw error;
      await rm(path, { force: true });
      return 'none';
    }
  }
}

async function setTime(path: string, nanoseconds: bigint): Promise<void> {
  const seconds = Number(nanoseconds / 1_000_000n) / 1000;
  await utimes(path, seconds, seconds);
}

/** Makes `to` what `from` is, with its time; false when there is no `from`. */
export async function linkOrCopy(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if (isErrorCode(error, 'ENOENT')) return false;
  }
  // A file system without hard links.
  try {
    const { mtimeNs } = await stat(from, { bigint: true });
    await copyFile(from, to);
    await setTime(to, mtimeNs);
    return true;
  } catch {
    // Replaced by another kg in between: the worktree's own index is copied instead.
    await rm(to, { force: true });
    return false;
  }
}

/** `null` when there is no such file. */
export async function inode(path: string): Promise<bigint | null> {
  return stat(path, { bigint: true }).then(
    (stats) => stats.ino,
    () => null,
  );
}

/**
 * Puts a private index into the store, in place of those with another identity.
 *
 * The untracked cache compares directories by whole seconds and trusts one that is older than the index. Git dates the index
 * when it has finished, so a file made in the second of the last look, after it, would stay unseen: one that git
 * wrote is dated to the second in which the look began. One that it left alone keeps its time.
 */
export async function publish(options: {
  readonly path: string;
  readonly kept: string;
  readonly identity: string;
  readonly begun: bigint | null;
}): Promise<void> {
  const { path, kept, identity, begun } = options;
  if ((await inode(path)) === null) return;
  if (begun !== null) await setTime(path, (begun / 1_000_000_000n) * 1_000_000_000n);
  await mkdir(kept, { recursive: true });
  const unfinished = `${path}-kept`;
  const name = `index-${identity}`;
  if (await linkOrCopy(path, unfinished)) await rename(unfinished, join(kept, name));
  const old = (await readdir(kept)).filter((other) => other.startsWith('index-') && other !== name);
  await Promise.all(old.map((other) => rm(join(kept, other), { force: true })));
}
