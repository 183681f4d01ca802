import { statSync } from 'node:fs';
import { join } from 'node:path';
import { encodePath } from '../git/path.ts';

/**
 * Stands for one registration of a linked worktree: git writes `commondir` when it adds the worktree and never again, so another
 * one of the same name has another time there. `null` for the main worktree, which there is only one of.
 */
export function worktreeLife(gitDirectory: string): string | null {
  const stats = statSync(encodePath(join(gitDirectory, 'commondir')), { bigint: true, throwIfNoEntry: false });
  return stats === undefined ? null : String(stats.mtimeNs);
}
