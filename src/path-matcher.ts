import { posix } from 'node:path';

/** What a pattern of paths may begin at, beside the top of a worktree. */
export type PatternPlace = {
  /** Absolute paths of the worktrees. */
  readonly roots: readonly string[];
  /** Where the person stands, from the top of the worktree on; empty at the top. */
  readonly inside: string;
};

/**
 * Patterns are matched as a shell does it, and a directory stands for all that is in it. Paths go from the top of a worktree on; a
 * pattern may begin there, where the person stands, or with the absolute path of a worktree.
 */
export async function pathMatcher(
  pattern: string,
  { roots, inside }: PatternPlace = { roots: [], inside: '' },
): Promise<(path: string) => boolean> {
  const { default: picomatch } = await import('picomatch');
  const [root] = roots
    .filter((one) => pattern === one || pattern.startsWith(`${one}/`))
    .toSorted((left, right) => right.length - left.length);
  const own = root === undefined ? pattern : pattern.slice(root.length + 1) || '**';
  const here = inside === '' || pattern.startsWith('/') ? own : posix.join(inside.replaceAll(SPECIAL, '\\$&'), own);
  const starts = [...new Set([own, here])].map((one) => one.replace(/^\.\//u, '').replace(/\/$/u, ''));
  return picomatch(
    starts.flatMap((one) => [one, `${one}/**`]),
    { dot: true },
  );
}

/** Characters of a directory's name that would mean something in a pattern. */
const SPECIAL = /[\\*?[\]{}()!+@]/gu;
