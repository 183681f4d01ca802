import { access } from 'node:fs/promises';
import { isErrorCode } from '../worktrees/file-error.ts';
import { realPath } from '../worktrees/git-directory.ts';

/** A path as git or a session names it, and where it really leads: the same when it leads nowhere. */
export type Place = { readonly path: string; readonly realPath: string };

/** Resolves the symbolic links of each path. */
export function realPaths(paths: readonly string[]): readonly Place[] {
  return paths.map((path) => ({ path, realPath: realPath(path) ?? path }));
}

/** A path that may not be looked at is not thereby gone. */
const isGone = (error: unknown): boolean => isErrorCode(error, 'ENOENT', 'ENOTDIR');

/** Those of the paths at which there is nothing, each once. */
export async function missingPaths(paths: readonly string[]): Promise<Set<string>> {
  const distinct = [...new Set(paths)];
  const missing = await Promise.all(distinct.map((path) => access(path).then(() => false, isGone)));
  return new Set(distinct.filter((_, index) => missing[index]));
}
