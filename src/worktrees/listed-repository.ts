import { statSync } from 'node:fs';
import { join } from 'node:path';
import { encodePath } from '../git/path.ts';
import type { Repository } from '../git/repository.ts';
import { parseWorktreeList } from '../git/worktree-list.ts';
import { realPath } from './git-directory.ts';
import type { Listing } from './listing.ts';

/**
 * Finds the repository of a directory in what `git worktree list` printed there, which saves the process that would be asked
 * for it, and like git calls nothing bare from inside of a worktree. Only the plain cases: a worktree of the list around the
 * directory, and a main worktree whose `.git` is a directory, or a bare repository. `null` in all others (inside of `.git`,
 * submodules, separate git directories): then git is asked.
 */
export function listedRepository(directory: string, listing: Listing): Repository | null {
  const entries = listing === null ? [] : parseWorktreeList(listing.stdout);
  const [main] = entries;
  const here = realPath(directory);
  if (main === undefined || here === null) return null;
  const around = entries.filter(({ path, bare }) => !bare && (here === path || here.startsWith(`${path}/`)));
  const topLevel = around.reduce((longest, { path }) => (path.length > longest.length ? path : longest), '');
  if (topLevel === '' || here.slice(topLevel.length).split('/').includes('.git')) return null;
  const commonDirectory = main.bare ? main.path : join(main.path, '.git');
  return isGitDirectory(commonDirectory) ? { commonDirectory, topLevel, bare: false } : null;
}

/** Whether objects and refs lie in a directory itself, as they do in a repository's and in no linked worktree's. */
function isGitDirectory(path: string): boolean {
  try {
    return ['objects', 'refs'].every((name) => statSync(encodePath(join(path, name))).isDirectory());
  } catch {
    return false;
  }
}
