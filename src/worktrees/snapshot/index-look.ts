import type { Git } from '../../git/run.ts';
import { statusArgs } from '../../git/status.ts';
import type { NearbyWorktree } from '../nearby.ts';
import { worktreeName, type Store } from '../store/store.ts';
import { copyIndex, type PrivateIndex } from './index-copy.ts';
import { openRun, type Run } from './run.ts';

/** Git's look at a worktree with a private index, begun. */
export type IndexLook = {
  /** Whoever has begun the look removes it in the end. */
  readonly run: Run;
  readonly seen: Promise<IndexSeen>;
};

export type IndexSeen = {
  /** What git printed with `statusArgs`. */
  readonly printed: Buffer;
  /** Stands for the state that the worktree's own index had. */
  readonly identity: string;
};

export type IndexLookOptions = {
  readonly git: Git;
  readonly store: Store;
  readonly worktree: NearbyWorktree;
  /** Do without the index that is kept in the store. */
  readonly cold: boolean;
  /** As many worktrees are looked at as there are processors. */
  readonly crowded: boolean;
};

/**
 * Asks git for the status with a private index, and keeps what git learns of the file system while looking. Git is started, or
 * stands in the queue, when this returns. Throws the error of the file system when the store cannot be written.
 */
export function beginIndexLook(options: IndexLookOptions, run: Run = openRun(options.store)): IndexLook {
  try {
    const { path: directory, gitDirectory } = options.worktree;
    const index = copyIndex({ ...options, run, id: worktreeName(options.worktree), directory, gitDirectory });
    return { run, seen: seeThrough(index, options) };
  } catch (error) {
    run.remove();
    throw error;
  }
}

async function seeThrough(index: PrivateIndex, { git, worktree }: IndexLookOptions): Promise<IndexSeen> {
  const { stdout } = await git.run({ cwd: worktree.path, env: index.looking, args: statusArgs });
  index.keep();
  return { printed: stdout, identity: index.identity };
}
