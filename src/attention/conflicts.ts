import type { Project, Surveyed } from '../survey/surveyed.ts';

/** Two worktrees whose working states git could not merge by itself. */
export type Conflict = {
  /** `a` comes before `b` in the order of their paths, so that a pair has one name. */
  readonly a: Surveyed;
  readonly b: Surveyed;
  /** The paths that conflict, from the root of the worktrees; empty when only the verdict is known. */
  readonly files: readonly string[];
};

/** The pairs of a project that conflict, each once; `null` when that is not known of any worktree. */
export function conflictsOf({ worktrees, overlaps }: Project): readonly Conflict[] | null {
  if (overlaps === null && worktrees.every(({ overlap }) => overlap.level === 'unknown')) return null;
  const byPath = new Map(worktrees.map((worktree) => [worktree.path, worktree]));
  const found = new Map<string, Conflict>();
  for (const worktree of worktrees) {
    if (worktree.overlap.level !== 'conflict') continue;
    for (const path of worktree.overlap.with) {
      const other = byPath.get(path);
      if (other === undefined) continue;
      const [a, b] = worktree.path < other.path ? [worktree, other] : [other, worktree];
      found.set(`${a.path}\0${b.path}`, { a, b, files: [] });
    }
  }
  const pairs = overlaps?.overlaps.pairs ?? [];
  return [...found.values()].map(({ a, b }) => {
    const pair = pairs.find((one) => one.a === a.path && one.b === b.path);
    const files = pair?.files.filter(({ level }) => level === 'conflict').map(({ path }) => path) ?? [];
    return { a, b, files };
  });
}
