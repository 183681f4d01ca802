import { decodePath } from '../../git/path.ts';
import { splitRecords } from '../../git/records.ts';
import type { Git } from '../../git/run.ts';
import type { Worktree } from '../../worktrees/worktree.ts';

/** Files of a commit that another worktree has changed too: their names are all that is known. */
export type ChangedThere = { readonly worktree: string; readonly paths: readonly string[] };

/**
 * Begins to ask which of some paths the working states of other worktrees have changed since they parted from the trunk. Git looks at
 * nothing but these paths, so it answers long before anything can be merged; a new file that is not staged there is not seen.
 * `soFar` tells of those that have answered, in the order in which they were asked.
 */
export function beginChangedThere(options: {
  readonly git: Git;
  readonly worktrees: readonly Worktree[];
  readonly paths: ReadonlySet<string>;
  /** The commit of the trunk; `null` without one: then HEAD of each worktree. */
  readonly trunk: string | null;
}): { readonly soFar: () => readonly ChangedThere[]; readonly all: Promise<unknown> } {
  const { git, worktrees, paths, trunk } = options;
  const since = trunk === null ? ['HEAD'] : ['--merge-base', trunk];
  // What cannot be an argument of a process is left out.
  const some = [...paths].slice(0, MOST);
  const args = ['--literal-pathspecs', 'diff', ...plain, ...since, '--', ...some];
  const found: ChangedThere[] = [];
  const all = Promise.all(
    worktrees.map(async ({ path }) => {
      const answer = await git.run({ cwd: path, args }).catch(() => null);
      const changed = answer === null ? [] : splitRecords(answer.stdout).map((record) => decodePath(record));
      if (changed.length > 0) found.push({ worktree: path, paths: changed });
    }),
  );
  const order = worktrees.map(({ path }) => path);
  const soFar = () => found.toSorted((a, b) => order.indexOf(a.worktree) - order.indexOf(b.worktree));
  return { soFar, all };
}

const plain = ['--name-only', '-z', '--no-renames', '--no-ext-diff', '--no-textconv', '--ignore-submodules=dirty'];
const MOST = 200;
