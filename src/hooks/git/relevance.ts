import type { Worktree } from '../../worktrees/worktree.ts';

/**
 * Pure: the worktrees in the order in which a commit should be compared with them, since there may not be time for all: first
 * those that a session runs in and that shared a file with this one before, then those that did, then those with a session.
 */
export function byRelevance<W extends Pick<Worktree, 'path'>>(options: {
  readonly worktrees: readonly W[];
  /** Directories that sessions are registered to work in. */
  readonly directories: readonly string[];
  /** Paths of the worktrees that shared a file with this one when that was last looked for. */
  readonly met: ReadonlySet<string>;
}): readonly W[] {
  const { worktrees, directories, met } = options;
  const isAtWork = (path: string): boolean =>
    directories.some((directory) => directory === path || directory.startsWith(`${path}/`));
  const rank = ({ path }: W): number => (met.has(path) ? 0 : 2) + (isAtWork(path) ? 0 : 1);
  return worktrees.toSorted((left, right) => rank(left) - rank(right));
}
