import { basename } from 'node:path/posix';

export type PathQuestion = {
  /** The words of the person. */
  readonly query: string;
  /** Where the query leads from where the person stands, from the top of the worktree on; `null` when it leads out of it. */
  readonly here: string | null;
  /** Every path there is, from the top of a worktree on. */
  readonly paths: readonly string[];
  /** Matches a pattern, where the query is one. */
  readonly matches: ((path: string) => boolean) | null;
};

/**
 * Pure: the paths that a person means. The kinds of meaning are tried in a fixed order, and the first that fits anything decides:
 * the path itself, a directory, a pattern, a file name, the end of a path, any part of it.
 */
export function matchPaths({ query, here, paths, matches }: PathQuestion): readonly string[] {
  const plain = query.replace(/^\.\//u, '').replace(/\/+$/u, '');
  const exact = [here, plain].filter((one) => one !== null);
  const folded = plain.toLowerCase();
  const kinds: ((path: string) => boolean)[] = [
    (path) => exact.includes(path),
    (path) => exact.some((directory) => directory === '' || path.startsWith(`${directory}/`)),
    ...(matches === null ? [] : [matches]),
    (path) => basename(path) === plain,
    (path) => path.endsWith(`/${plain}`),
    (path) => path.includes(`/${plain}/`) || path.includes(plain),
    (path) => path.toLowerCase().includes(folded),
  ];
  if (plain === '' && here === null) return [];
  for (const fits of kinds) {
    const found = paths.filter(fits);
    if (found.length > 0) return found;
  }
  return [];
}

/** Whether the words are a pattern as a shell knows it. */
export function isPattern(query: string): boolean {
  return /[*?[\]{}]/u.test(query);
}
