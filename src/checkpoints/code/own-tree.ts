import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { addedConfig } from '../../git/environment.ts';
import type { Git } from '../../git/run.ts';
import { readEmptyTree } from '../../worktrees/common-files.ts';
import { copyIndex } from '../../worktrees/snapshot/index-copy.ts';
import { setEntries } from '../../worktrees/snapshot/stage.ts';
import { worktreeName, type Store } from '../../worktrees/store/store.ts';
import type { Worktree } from '../../worktrees/worktree.ts';

export type TreeOptions = {
  readonly git: Git;
  readonly store: Store;
  readonly worktree: Worktree & { readonly gitDirectory: string };
  /** Entries to set: mode and object id, joined with a space, or `null` to remove the path. */
  readonly set: ReadonlyMap<string, string | null>;
};

/** Writes a tree that is another one but for some entries, into the store. Three git processes; none without entries. */
export async function writeChangedTree(options: TreeOptions & { readonly tree: string }): Promise<string> {
  const { git, store, worktree, tree, set } = options;
  if (set.size === 0) return tree;
  const run = await mkdtemp(`${store.scratch}tree-`);
  try {
    const env = {
      ...store.env,
      ...addedConfig({ 'core.looseCompression': '1' }),
      GIT_INDEX_FILE: join(run, 'index'),
    };
    const staging = { git, directory: worktree.path, env };
    await git.run({ cwd: worktree.path, env, args: ['read-tree', tree] });
    await setEntries(staging, set, tree.length);
    return await writeTree(staging);
  } finally {
    await rm(run, { recursive: true, force: true });
  }
}

/**
 * Writes what is staged in a worktree as a tree into the store, from a copy of its index. One git process, two with entries to
 * set. Throws GIT_FAILED in the middle of a merge.
 */
export async function writeStagedTree(options: TreeOptions): Promise<string> {
  const { git, store, worktree, set } = options;
  const { gitDirectory, path: directory } = worktree;
  const index = await copyIndex({ store, id: worktreeName(worktree), directory, gitDirectory, cold: true });
  try {
    const staging = { git, directory, env: index.env };
    if (set.size > 0)
      await setEntries(staging, set, (await readEmptyTree({ main: worktree.main, gitDirectory })).length);
    return await writeTree(staging);
  } finally {
    await index.remove();
  }
}

async function writeTree({
  git,
  directory,
  env,
}: {
  readonly git: Git;
  readonly directory: string;
  readonly env: Readonly<Record<string, string>>;
}): Promise<string> {
  const answer = await git.run({ cwd: directory, env, args: ['write-tree', '--missing-ok'] });
  return answer.stdout.toString('latin1').trim();
}
