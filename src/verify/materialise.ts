import { mkdir, symlink } from 'node:fs/promises';
import { join, sep } from 'node:path';
import type { Place } from '../overlap/histories.ts';
import { pathKind } from '../worktrees/path-kind.ts';

/**
 * Writes the files of a tree into a new directory, through an index of its own: no index and no worktree of the repository is
 * touched. Two processes. Answers which directories of dependencies were linked from the worktree, since no tree holds them.
 */
export async function materialise(options: {
  readonly place: Place;
  readonly tree: string;
  readonly directory: string;
  /** The worktree whose dependencies are used. */
  readonly worktree: string;
}): Promise<readonly string[]> {
  const { place, tree, directory, worktree } = options;
  const { git, directory: cwd } = place;
  await mkdir(directory, { recursive: true });
  const env = { ...place.env, GIT_INDEX_FILE: `${directory}.index` };
  await git.run({ cwd, env, args: ['read-tree', tree] });
  await git.run({ cwd, env, args: ['checkout-index', '--all', '--force', `--prefix=${directory}${sep}`] });
  const linked: string[] = [];
  for (const name of dependencies) {
    const [theirs, here] = [join(worktree, name), join(directory, name)];
    if ((await pathKind(theirs)) === null || (await pathKind(here)) !== null) continue;
    await symlink(theirs, here, 'dir');
    linked.push(name);
  }
  return linked;
}

/** What a project's own check cannot do without, and nobody commits. */
const dependencies = ['node_modules', '.venv', 'venv'];
