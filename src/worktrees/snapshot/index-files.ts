import {
  constants,
  copyFileSync,
  linkSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
} from 'node:fs';
import { join } from 'node:path';
import { encodePath } from '../../git/path.ts';
import { isErrorCode } from '../file-error.ts';

/**
 * Copies of an index as files, each with the time that keeps git's doubts about recent edits. The file system is asked without
 * another thread: git's look at a worktree waits for it.
 */

type Stamps = { readonly ino: bigint; readonly mtimeNs: bigint; readonly size: bigint };

/** Stands for the state of an index file: git writes a new one each time. */
export function identityOf({ ino, mtimeNs, size }: Stamps): string {
  return `${ino}-${mtimeNs}-${size}`;
}

/**
 * Copies a worktree's own index, and answers its identity. Git takes an entry for possibly changed when its file is not older
 * than the index. A copy with a time of its own would lose that, so it gets the original's, rounded down.
 */
export function seed(own: string, path: string): string {
  const from = encodePath(own);
  for (;;) {
    try {
      const stats = statSync(from, { bigint: true });
      copyFileSync(from, path, constants.COPYFILE_FICLONE);
      setTime(path, stats.mtimeNs);
      const identity = identityOf(stats);
      if (identity === identityOf(statSync(from, { bigint: true }))) return identity;
    } catch (error) {
      if (!isErrorCode(error, 'ENOENT', 'ENOTDIR')) throw error;
      rmSync(path, { force: true });
      return 'none';
    }
  }
}

function setTime(path: string, nanoseconds: bigint): void {
  const seconds = Number(nanoseconds / 1_000_000n) / 1000;
  utimesSync(path, seconds, seconds);
}

/** Makes `to` what `from` is, with its time; false when there is no `from`. */
export function linkOrCopy(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (isErrorCode(error, 'ENOENT')) return false;
  }
  // A file system without hard links.
  try {
    const { mtimeNs } = statSync(from, { bigint: true });
    copyFileSync(from, to);
    setTime(to, mtimeNs);
    return true;
  } catch {
    // Replaced by another kg in between: the worktree's own index is copied instead.
    rmSync(to, { force: true });
    return false;
  }
}

/** `null` when there is no such file. */
export function inode(path: string): bigint | null {
  return statSync(path, { bigint: true, throwIfNoEntry: false })?.ino ?? null;
}

/**
 * Puts a private index into the store, in place of those with another identity.
 *
 * The untracked cache compares directories by whole seconds and trusts one that is older than the index. Git dates the index
 * when it has finished, so a file made in the second of the last look, after it, would stay unseen: one that git
 * wrote is dated to the second in which the look began. One that it left alone keeps its time.
 */
export function publish(options: {
  readonly path: string;
  readonly kept: string;
  readonly identity: string;
  readonly begun: bigint | null;
}): void {
  const { path, kept, identity, begun } = options;
  if (inode(path) === null) return;
  if (begun !== null) setTime(path, (begun / 1_000_000_000n) * 1_000_000_000n);
  mkdirSync(kept, { recursive: true });
  const unfinished = `${path}-kept`;
  const name = `index-${identity}`;
  if (linkOrCopy(path, unfinished)) renameSync(unfinished, join(kept, name));
  const old = readdirSync(kept).filter((other) => other.startsWith('index-') && other !== name);
  for (const other of old) rmSync(join(kept, other), { force: true });
}
