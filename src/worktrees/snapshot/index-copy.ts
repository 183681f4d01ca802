import { statfsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { addedConfig } from '../../git/environment.ts';
import { encodePath } from '../../git/path.ts';
import { isErrorCode } from '../file-error.ts';
import { identityOf, inode, linkOrCopy, publish, seed } from './index-files.ts';
import type { Store } from '../store/store.ts';
import type { Run } from './run.ts';

/**
 * A private copy of a worktree's index, for one run. Git replaces an index by renaming a new file over it and never writes
 * into it, so a hard link to the copy that is kept in the store is a copy of its own: two kg at once never see each other's
 * half-written state, and nobody waits for a lock.
 */
export type PrivateIndex = {
  /** Stands for the state of the worktree's own index that this is a copy of. */
  readonly identity: string;
  /** For `git status`, which leaves in the index what it learned of the file system. */
  readonly looking: Readonly<Record<string, string>>;
  /** Puts what `git status` wrote back into the store. */
  readonly keep: () => void;
};

export type IndexOptions = {
  readonly store: Store;
  readonly run: Run;
  /** Names the worktree in the store. */
  readonly id: string;
  readonly directory: string;
  readonly gitDirectory: string;
  /** Take a new copy, even where the store has one. */
  readonly cold: boolean;
  /** As many worktrees are looked at as there are processors: then the threads of one git only get in the way of the others. */
  readonly crowded: boolean;
};

/** Copies a worktree's index, without a lock. A worktree may have none yet: then it is empty. */
export function copyIndex({ store, run, id, directory, gitDirectory, cold, crowded }: IndexOptions): PrivateIndex {
  const path = join(run.directory, 'index');
  const kept = join(store.directory, 'worktrees', id);
  let identity = indexIdentity(gitDirectory);
  const warm = !cold && linkOrCopy(join(kept, `index-${identity}`), path);
  if (!warm) identity = seed(join(gitDirectory, 'index'), path);
  const before = inode(path);
  return {
    identity,
    looking: lookingEnvironment({ store, path, directory, crowded }),
    keep: () => {
      const rewritten = inode(path) !== before;
      if (rewritten || !warm) publish({ path, kept, identity, begun: rewritten ? run.begun : null });
    },
  };
}

/** Changes whenever git has replaced the worktree's index. */
export function indexIdentity(gitDirectory: string): string {
  try {
    return identityOf(statSync(encodePath(join(gitDirectory, 'index')), { bigint: true }));
  } catch (error) {
    if (isErrorCode(error, 'ENOENT', 'ENOTDIR')) return 'none';
    throw error;
  }
}

/** For a git that works on an index of kg's own. */
export function indexEnvironment(
  { store, path }: { readonly store: Store; readonly path: string },
  more: Readonly<Record<string, string>>,
): Record<string, string> {
  return {
    ...store.env,
    ...addedConfig({
      'core.looseCompression': '1',
      // A third of what writing an index costs, where git knows it (2.40); nobody but kg reads this one.
      'index.skipHash': 'true',
      ...more,
    }),
    GIT_INDEX_FILE: path,
  };
}

/** Git writes to the index then, which is what keeps it warm. */
function lookingEnvironment(
  options: Pick<IndexOptions, 'store' | 'directory' | 'crowded'> & { readonly path: string },
): Record<string, string> {
  const config = {
    'core.untrackedCache': String(datesDirectories.has(typeOf(options.directory))),
    ...(options.crowded ? { 'core.preloadIndex': 'false' } : {}),
  };
  return { ...indexEnvironment(options, config), GIT_OPTIONAL_LOCKS: '1' };
}

/** The type of the file system that a directory is on; zero where it cannot be asked. */
function typeOf(directory: string): number {
  try {
    return statfsSync(directory).type;
  } catch {
    return 0;
  }
}

/**
 * File systems that date a directory whenever a name in it comes or goes, which is what git's untracked cache counts on:
 * ext2 to 4, XFS, Btrfs, tmpfs, overlayfs, ZFS, F2FS, bcachefs (statfs(2)), and APFS. On others every directory is read.
 */
const datesDirectories = new Set([
  0xef53, 0x58465342, 0x9123683e, 0x01021994, 0x794c7630, 0x2fc12fc1, 0xf2f52010, 0xca451a4e, 0x1a,
]);
