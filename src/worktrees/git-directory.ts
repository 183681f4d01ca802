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
export async function findGitDirectory(worktree: {
  readonly path: string;
  readonly main: boolean;
  /** With symbolic links resolved. */
  readonly commonDirectory: string;
}): Promise<FoundGitDirectory> {
  try {
    if (!statSync(encodePath(worktree.path)).isDirectory()) return { state: 'missing', gitDirectory: null };
  } catch (error) {
    return { state: isErrorCode(error, 'ENOENT', 'ENOTDIR') ? 'missing' : 'unreadable', gitDirectory: null };
  }
  const gitDirectory = await readGitLink(worktree.path);
  if (gitDirectory === null || !belongs(gitDirectory, worktree)) return { state: 'unreadable', gitDirectory: null };
  return { state: 'ok', gitDirectory };
}

/** The directory that `<path>/.git` is or names, with symbolic links resolved; `null` when there is none. */
export async function readGitLink(path: string): Promise<string | null> {
  try {
    const link = join(path, '.git');
    const bytes = encodePath(link);
    if (!lstatSync(bytes).isFile()) return await resolved(link);
    const content = decodePath(readFileSync(bytes));
    const target = /^gitdir: ([^\0]+?)[\r\n]*$/su.exec(content)?.[1];
    return target === undefined ? null : await resolved(resolve(path, target));
  } catch {
    // Absent, unreadable or nonsense: all the same to the caller, who reports the worktree as unreadable.
    return null;
  }
}

/** `realpath` in bytes: a path need not be valid UTF-8. */
export async function resolved(path: string): Promise<string> {
  return decodePath(realpathSync.native(encodePath(path), { encoding: 'buffer' }));
}

function belongs(
  gitDirectory: string,
  worktree: { readonly main: boolean; readonly commonDirectory: string },
): boolean {
  if (worktree.main) return gitDirectory === worktree.commonDirectory;
  const parent = dirname(gitDirectory);
  return basename(parent) === 'worktrees' && dirname(parent) === worktree.commonDirectory;
}
