import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { decodePath, encodePath } from '../git/path.ts';
import { findGitDirectory, readCommonDirectory, readGitLink, realPath } from './git-directory.ts';

/** A repository and some of its worktrees, as files say: git's own list decides, and is slower to come by. */
export type Nearby = {
  readonly commonDirectory: string;
  /** How many worktrees seem to be registered. */
  readonly count: number;
  /** The first of them, the main one in front. */
  readonly worktrees: readonly NearbyWorktree[];
};

export type NearbyWorktree = { readonly path: string; readonly gitDirectory: string };

/**
 * Finds the repository around a directory, and its first worktrees, without starting git. Only the plain layout, in which the
 * git directory is `.git` in the main worktree; `null` in every other. Format: gitrepository-layout(5), "worktrees".
 */
export function findNearby(directory: string, most: number): Nearby | null {
  const gitDirectory = gitDirectoryAround(directory);
  if (gitDirectory === null) return null;
  const commonDirectory = readCommonDirectory(gitDirectory);
  if (basename(commonDirectory) !== '.git') return null;
  const linked = linkedNames(commonDirectory);
  const paths = [
    dirname(commonDirectory),
    ...linked.slice(0, most - 1).flatMap((name) => linkedPath(join(commonDirectory, 'worktrees', name)) ?? []),
  ];
  const worktrees = paths.flatMap((path, index): NearbyWorktree[] => {
    const found = findGitDirectory({ path, main: index === 0, commonDirectory });
    return found.state === 'ok' ? [{ path, gitDirectory: found.gitDirectory }] : [];
  });
  return { commonDirectory, count: 1 + linked.length, worktrees };
}

function gitDirectoryAround(directory: string): string | null {
  for (let at = realPath(directory); at !== null; at = dirname(at)) {
    const found = readGitLink(at);
    if (found !== null || dirname(at) === at) return found;
  }
  return null;
}

function linkedNames(commonDirectory: string): readonly string[] {
  try {
    return readdirSync(encodePath(join(commonDirectory, 'worktrees')), 'utf8').toSorted();
  } catch {
    return [];
  }
}

/** What `gitdir` names is the `.git` of the worktree, from git 2.48 on perhaps relative to where it is named. */
function linkedPath(gitDirectory: string): string | null {
  try {
    const named = decodePath(readFileSync(encodePath(join(gitDirectory, 'gitdir')))).replace(/\r?\n$/u, '');
    return dirname(resolve(gitDirectory, named));
  } catch {
    return null;
  }
}
