/** Arguments that list the commits which only one of two has, with the border at which they meet. */
export function divergenceArgs(left: string, right: string): readonly string[] {
  return ['rev-list', '--left-right', '--boundary', `${left}...${right}`, '--'];
}

export type Divergence = {
  /** Commits that only the left one has. */
  readonly left: number;
  /** Commits that only the right one has. */
  readonly right: number;
  /**
   * Commits that both have, next to one that only one of them has. Every merge base is among them when both have commits of
   * their own, so a single one is the merge base, and none means unrelated histories (or a shallow clone that ends too early).
   */
  readonly boundary: readonly string[];
};

/** Reads the output of `divergenceArgs`: one object id a line, marked `<`, `>` or `-`. Format: git-rev-list(1). */
export function parseDivergence(output: Buffer): Divergence {
  let left = 0;
  let right = 0;
  const boundary: string[] = [];
  for (const line of output.toString('latin1').split('\n')) {
    if (line.startsWith('<')) left += 1;
    else if (line.startsWith('>')) right += 1;
    else if (line.startsWith('-')) boundary.push(line.slice(1));
  }
  return { left, right, boundary };
}
