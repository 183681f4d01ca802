import { statSync } from 'node:fs';
import { join } from 'node:path';
import { encodePath } from '../../git/path.ts';

/**
 * With a private index git looks at a large worktree in less time than at its own, since it remembers untracked directories
 * there. At a small one the look costs less than starting git does, so many of those are asked by few processes first.
 */
export function hasSmallIndex({ gitDirectory }: { readonly gitDirectory: string | null }): boolean {
  return gitDirectory !== null && sizeOf(join(gitDirectory, 'index')) <= smallIndex;
}

/** Zero where there is no such file; where it may not be looked at, git will say so. */
function sizeOf(path: string): number {
  try {
    return statSync(encodePath(path)).size;
  } catch {
    return 0;
  }
}

/** Bytes: an index of about eight thousand files. */
const smallIndex = 1024 * 1024;
