import type { OverlapPicture } from '../../survey/overlap-picture.ts';
import { shellPath, shellWord } from '../shell.ts';
import { plain } from '../text.ts';
import { worktreeNames } from '../worktree-name.ts';

/** What the sides of a pair are called: worktrees by name, and the trunk as it is. */
export type OverlapNames = {
  /** For people; no two worktrees read alike. */
  readonly name: (path: string) => string;
  /** Whether it is a worktree, and not the trunk. */
  readonly isWorktree: (path: string) => boolean;
  /** The word of a command line that chooses it. */
  readonly selector: (path: string) => string;
};

/** Names every worktree of the picture. */
export function overlapNames(
  { root, worktrees }: Pick<OverlapPicture, 'root' | 'worktrees'>,
  home: string,
): OverlapNames {
  const known = worktreeNames({ root, worktrees }, home);
  const twice = repeated([...known.values()].map(({ name }) => name));
  const names = new Map(
    [...known].map(([path, { name, beside }]) => [path, twice.has(name) ? `${name} (${beside[0] ?? path})` : name]),
  );
  const branches = new Map(worktrees.map(({ path, branch }) => [path, branch]));
  const shared = repeated(worktrees.flatMap(({ branch }) => branch ?? []));
  return {
    name: (path) => names.get(path) ?? plain(path),
    isWorktree: (path) => branches.has(path),
    selector: (path) => {
      if (!branches.has(path)) return shellWord(path);
      const branch = branches.get(path) ?? null;
      return branch === null || shared.has(branch) || branch.startsWith('-')
        ? shellPath(path, home)
        : shellWord(branch);
    },
  };
}

function repeated(words: readonly string[]): ReadonlySet<string> {
  return new Set(words.filter((word, at) => words.indexOf(word) !== at));
}
