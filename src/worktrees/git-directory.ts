import { lstatSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { decodePath, encodePath } from '../git/path.ts';
import { isErrorCode } from './file-error.ts';

/** Where a worktree's own git directory is, or why it cannot be used. */
export type FoundGitDirectory =
  | { readonly state: 'ok'; readonly gitDirectory: string }
  | { readonly state: 'missing' | 'unreadable'; readonly gitDirectory: null };

/**
 * Finds the git directory of a worktree without starting git, through its `.git`: a directory, or a file that names one
 * (absolute, or relative to the worktree, as git 2.48 can write it). The file system is asked without another thread, which takes
 * microseconds where the way there and back takes ten times that. One that does not belong to this repository is not used:
 * git run there would answer for another repository, such as the one around it.
 */
export function findGitDirectory(worktree: {
  readonly path: string;
  readonly main: boolean;
  /** With symbolic links resolved. */
  readonly commonDirectory: string;
}): FoundGitDirectory {
  try {
    if (!statSync(encodePath(worktree.path)).isDirectory()) return { state: 'missing', gitDirectory: null };
  } catch (error) {
    return { state: isErrorCode(error, 'ENOENT', 'ENOTDIR') ? 'missing' : 'unreadable', gitDirectory: null };
  }
  const gitDirectory = readGitLink(worktree.path);
  if (gitDirectory === null || !belongs(gitDirectory, worktree)) return { state: 'unreadable', gitDirectory: null };
  return { state: 'ok', gitDirectory };
}

/** The directory that `<path>/.git` is or names, with symbolic links resolved; `null` when there is none. */
export function readGitLink(path: string): string | null {
  try {
    const link = join(path, '.git');
    const bytes = encodePath(link);
    if (!lstatSync(bytes).isFile()) return realPath(link);
    const content = decodePath(readFileSync(bytes));
    const target = /^gitdir: ([^\0]+?)[\r\n]*$/su.exec(content)?.[1];
    return target === undefined ? null : realPath(resolve(path, target));
  } catch {
    // Absent, unreadable or nonsense: all the same to the caller, who reports the worktree as unreadable.
    return null;
  }
}

/** The directory that all worktrees share, from the git directory of one of them. Format: gitrepository-layout(5), "commondir". */
export function readCommonDirectory(gitDirectory: string): string {
  try {
    const named = decodePath(readFileSync(encodePath(join(gitDirectory, 'commondir')))).replace(/\r?\n$/u, '');
    return realPath(resolve(gitDirectory, named)) ?? gitDirectory;
  } catch {
    // A main worktree has no such file.
    return gitDirectory;
  }
}

/** With symbolic links resolved, in bytes: a path need not be valid UTF-8. `null` where it leads nowhere. */
export function realPath(path: string): string | null {
  try {
    return decodePath(realpathSync.native(encodePath(path), { encoding: 'buffer' }));
  } catch {
    return null;
  }
}

function belongs(
  gitDirectory: string,
  worktree: { readonly main: boolean; readonly commonDirectory: string },
): boolean {
  if (worktree.main) return gitDirectory === worktree.commonDirectory;
  const parent = dirname(gitDirectory);
  return basename(parent) === 'worktrees' && dirname(parent) === worktree.commonDirectory;
}
