/**
 * Lists the commits that the tips have and `excluded` has not, with their parents: one process for all tips, which are given on
 * standard input by `ownHistoryInput`.
 */
export const ownHistoryArgs = ['rev-list', '--parents', '--topo-order', '--stdin'] as const;

/** The tips, one a line, and what to leave out. */
export function ownHistoryInput(tips: readonly string[], excluded: readonly string[]): string {
  return [...tips, ...excluded.map((oid) => `^${oid}`)].map((line) => `${line}\n`).join('');
}

/** Parents by commit, children before parents. A parent that is no key is one that the excluded commits have. */
export type OwnHistory = ReadonlyMap<string, readonly string[]>;

/** Reads the output of `ownHistoryArgs`: a commit and its parents a line. Format: git-rev-list(1). */
export function parseOwnHistory(output: Buffer): OwnHistory {
  const history = new Map<string, readonly string[]>();
  for (const line of output.toString('latin1').split('\n')) {
    const [commit = '', ...parents] = line.split(' ');
    if (commit !== '') history.set(commit, parents);
  }
  return history;
}
