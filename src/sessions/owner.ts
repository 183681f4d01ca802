import { posix } from 'node:path';

/** Where a worktree is: as git names it, and by the file system's own name. */
export type Place = { readonly path: string; readonly realPath: string };

/** The worktree that a path lies in, by its `path`, and the rest of the way, with `/` between its parts. */
export type Owned = { readonly worktree: string; readonly inside: string };

export type Owner = (path: string) => Owned | null;

/**
 * Finds the innermost worktree that holds a path, by going up from it: one look-up a level, however many worktrees there are.
 * A path that is the worktree itself has an empty rest.
 */
export function findOwner(worktrees: readonly Place[], caseSensitive: boolean): Owner {
  const byPlace = new Map<string, string>();
  for (const { path, realPath } of worktrees) {
    for (const name of [path, realPath]) byPlace.set(foldPath(plain(name), caseSensitive), path);
  }
  return (path) => {
    const parts = plain(path).split('/');
    for (let length = parts.length; length > 0; length -= 1) {
      const place = parts.slice(0, length).join('/');
      const worktree = byPlace.get(foldPath(place === '' ? '/' : place, caseSensitive));
      if (worktree !== undefined) return { worktree, inside: parts.slice(length).join('/') };
    }
    return null;
  };
}

/** What paths are compared by: file systems that take `A` for `a` also take the two Unicode forms of a letter for one. */
export function foldPath(path: string, caseSensitive: boolean): string {
  return caseSensitive ? path : path.normalize('NFC').toLowerCase();
}

function plain(path: string): string {
  // Elsewhere than on Windows, a backslash is a letter like any other.
  const slashed = /^(?:[A-Za-z]:|\\\\)/u.test(path) ? path.replaceAll('\\', '/') : path;
  return posix.normalize(slashed).replace(/(?<=.)\/+$/u, '');
}
