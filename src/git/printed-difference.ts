/** Prints the difference of two trees for people, in git's own notation; no program of the repository is run for it. */
export function printedDifferenceArgs(options: {
  readonly older: string;
  readonly newer: string;
  /** Paths from the root on, as they are: nothing in them is a pattern. */
  readonly paths: readonly string[];
}): readonly string[] {
  const { older, newer, paths } = options;
  const plain = ['--no-color', '--no-ext-diff', '--no-textconv', '--no-renames', '--ignore-submodules=dirty'];
  return ['diff-tree', '-r', '-p', ...plain, older, newer, '--', ...paths];
}
