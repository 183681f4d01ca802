import { basename, dirname, isAbsolute, join, relative, sep } from 'node:path';
import { readCommonDirectory, readGitLink, realPath } from '../worktrees/git-directory.ts';

/** A file of a worktree. All paths but the last are absolute, with symbolic links resolved. */
export type PlacedFile = {
  readonly worktree: string;
  readonly gitDirectory: string;
  readonly commonDirectory: string;
  /** From the top of the worktree on, with `/` between the parts. */
  readonly path: string;
};

/**
 * Finds the worktree that a file is in, by the file's own path and without git: a session may edit anywhere. The file need not
 * be there yet. `null` when it is in none, or in what git or kg keep for themselves.
 */
export function findFile(absolute: string): PlacedFile | null {
  if (!isAbsolute(absolute) || absolute.includes('\0') || absolute.length > LONGEST) return null;
  const real = realPathOf(absolute);
  for (let directory = dirname(real); ; directory = dirname(directory)) {
    if (basename(directory) === '.git') return null;
    const gitDirectory = readGitLink(directory);
    if (gitDirectory !== null) return placed(real, directory, gitDirectory);
    if (dirname(directory) === directory) return null;
  }
}

const LONGEST = 4096;

function placed(file: string, worktree: string, gitDirectory: string): PlacedFile | null {
  const path = relative(worktree, file).split(sep).join('/');
  if (path === '' || path.startsWith('.keepgoing/')) return null;
  return { worktree, gitDirectory, commonDirectory: readCommonDirectory(gitDirectory), path };
}

/** The real path as far as there is one, and the rest as it was named. */
function realPathOf(path: string): string {
  const rest: string[] = [];
  for (let existing = path; ; existing = dirname(existing)) {
    const real = realPath(existing);
    if (real !== null) return join(real, ...rest.toReversed());
    if (dirname(existing) === existing) return path;
    rest.push(basename(existing));
  }
}
