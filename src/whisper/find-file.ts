import { readFileSync, realpathSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { decodePath, encodePath } from '../git/path.ts';
import { readGitLink, resolved } from '../worktrees/git-directory.ts';

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
export async function findFile(absolute: string): Promise<PlacedFile | null> {
  if (!isAbsolute(absolute) || absolute.includes('\0') || absolute.length > LONGEST) return null;
  const real = realPath(absolute);
  for (let directory = dirname(real); ; directory = dirname(directory)) {
    if (basename(directory) === '.git') return null;
    const gitDirectory = await readGitLink(directory);
    if (gitDirectory !== null) return placed(real, directory, gitDirectory);
    if (dirname(directory) === directory) return null;
  }
}

const LONGEST = 4096;

function placed(file: string, worktree: string, gitDirectory: string): Promise<PlacedFile | null> {
  const path = relative(worktree, file).split(sep).join('/');
  if (path === '' || path.startsWith('.keepgoing/')) return Promise.resolve(null);
  return readCommonDirectory(gitDirectory).then((commonDirectory) =>
    commonDirectory === null ? null : { worktree, gitDirectory, commonDirectory, path },
  );
}

/** Format: gitrepository-layout(5), "commondir". */
async function readCommonDirectory(gitDirectory: string): Promise<string | null> {
  try {
    const named = decodePath(readFileSync(encodePath(join(gitDirectory, 'commondir')))).replace(/\r?\n$/u, '');
    return await resolved(resolve(gitDirectory, named));
  } catch {
    // A main worktree has no such file.
    return gitDirectory;
  }
}

/** The real path as far as there is one, and the rest as it was named. */
function realPath(path: string): string {
  const rest: string[] = [];
  for (let existing = path; ; existing = dirname(existing)) {
    try {
      return join(realpathSync.native(existing), ...rest.toReversed());
    } catch {
      if (dirname(existing) === existing) return path;
      rest.push(basename(existing));
    }
  }
}
