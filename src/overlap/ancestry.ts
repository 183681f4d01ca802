import type { OwnHistory } from '../git/own-history.ts';

/** Where the histories of the tips leave the trunk and where they meet each other. */
export type Ancestry = {
  /** The commits of a tip that the trunk has not. */
  readonly own: (tip: string) => ReadonlySet<string>;
  /** The commits of the trunk that the own ones rest on; the tip itself when it has none of its own. */
  readonly borders: (tip: string) => readonly string[];
  /**
   * The newest commits that two tips share and the trunk has not: not empty where one branch was made from the other, or both
   * from a third.
   */
  readonly shared: (a: string, b: string) => readonly string[];
};

/**
 * Pure: `history` is all that the tips have and the trunk has not. `snapshots` are the commits among them that kg made: two
 * worktrees in the same state have the same one, but neither has it from the other.
 */
export function readAncestry(
  history: OwnHistory,
  tips: readonly string[],
  snapshots: ReadonlySet<string> = new Set(),
): Ancestry {
  const owned = new Map(tips.map((tip) => [tip, reachable(history, [tip])]));
  const own = (tip: string): ReadonlySet<string> => owned.get(tip) ?? new Set();
  return {
    own,
    borders: (tip) => {
      const commits = own(tip);
      if (commits.size === 0) return [tip];
      const parents = [...commits].flatMap((commit) => history.get(commit) ?? []);
      return [...new Set(parents.filter((parent) => !history.has(parent)))];
    },
    shared: (a, b) => {
      const [small, big] = own(a).size < own(b).size ? [own(a), own(b)] : [own(b), own(a)];
      const both = [...small].filter((commit) => big.has(commit) && !snapshots.has(commit));
      if (both.length === 0) return [];
      const below = reachable(
        history,
        both.flatMap((commit) => history.get(commit) ?? []),
      );
      return both.filter((commit) => !below.has(commit));
    },
  };
}

function reachable(history: OwnHistory, from: readonly string[]): ReadonlySet<string> {
  const seen = new Set<string>();
  const open = [...from];
  for (let commit = open.pop(); commit !== undefined; commit = open.pop()) {
    const parents = seen.has(commit) ? undefined : history.get(commit);
    if (parents === undefined) continue;
    seen.add(commit);
    open.push(...parents);
  }
  return seen;
}
