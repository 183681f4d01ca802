import { mkdtemp, rm, stat, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { addedConfig } from '../git/environment.ts';
import { encodePath } from '../git/path.ts';
import { isErrorCode } from './file-error.ts';
import { identityOf, inode, linkOrCopy, publish, seed } from './snapshot-index-files.ts';
import type { Store } from './store.ts';

/**
 * A private copy of a worktree's index, for one run. Git replaces an index by renaming a new file over it and never writes
 * into it, so a hard link to the copy that is kept in the store is a copy of its own: two kg at once never see each other's
 * half-written state, and nobody waits for a lock.
 */
export type PrivateIndex = {
  readonly path: string;
  /** Stands for the state of the worktree's own index that this is a copy of. */
  readonly identity: string;
  /** Whether it comes from the store, where an earlier run left it with the file system already looked at. */
  readonly warm: boolean;
  /** Nanoseconds since 1970 by the clock of the file system, before git looked at the first file. */
  readonly begun: bigint;
  readonly env: Readonly<Record<string, string>>;
  /** Puts what `git status` wrote back into the store. Call it before anything is staged. */
  readonly keep: () => Promise<void>;
  readonly remove: () => Promise<void>;
};

export type IndexOptions = {
  readonly store: Store;
  /** Names the worktree in the store. */
  readonly id: string;
  readonly directory: string;
  readonly gitDirectory: string;
  /** Take a new copy, even where the store has one. */
  readonly cold: boolean;
  /** An index file to copy instead of the worktree's own. Only together with `cold`. */
  readonly file?: string;
};

/** Copies a worktree's index, without a lock. A worktree may have none yet: then it is empty. */
export async function copyIndex({
  store,
  id,
  directory,
  gitDirectory,
  cold,
  file,
}: IndexOptions): Promise<PrivateIndex> {
  const run = await mkdtemp(`${store.scratch}index-`);
  const path = join(run, 'index');
  const kept = join(store.directory, 'worktrees', id);
  const own = file ?? join(gitDirectory, 'index');
  let identity = await indexIdentity(gitDirectory);
  const warm = !cold && (await linkOrCopy(join(kept, `index-${identity}`), path));
  if (!warm) identity = await seed(own, path);
  await writeFile(join(run, 'begun'), '');
  const begun = (await stat(join(run, 'begun'), { bigint: true })).mtimeNs;
  const before = await inode(path);
  return {
    path,
    identity,
    warm,
    begun,
    env: await environment({ store, path, directory }),
    keep: async () => {
      const rewritten = (await inode(path)) !== before;
      if (rewritten || !warm) await publish({ path, kept, identity, begun: rewritten ? begun : null });
    },
    remove: () => rm(run, { recursive: true, force: true }),
  };
}

/** Changes whenever git has replaced the worktree's index. */
export async function indexIdentity(gitDirectory: string): Promise<string> {
  try {
    return identityOf(await stat(encodePath(join(gitDirectory, 'index')), { bigint: true }));
  } catch (error) {
    if (isErrorCode(error, 'ENOENT', 'ENOTDIR')) return 'none';
    throw error;
  }
}

async function environment(options: {
  readonly store: Store;
  readonly path: string;
  readonly directory: string;
}): Promise<Record<string, string>> {
  const type = await statfs(options.directory).then(
    (stats) => stats.type,
    () => 0,
  );
  return {
    ...options.store.env,
    ...addedConfig({
      'core.untrackedCache': String(datesDirectories.has(type)),
      'core.looseCompression': '1',
      // A third of what writing an index costs, where git knows it (2.40); nobody but kg reads this one.
      'index.skipHash': 'true',
    }),
    GIT_INDEX_FILE: options.path,
  };
}

/**
 * File systems that date a directory whenever a name in it comes or goes, which is what git's untracked cache counts on:
 * ext2 to 4, XFS, Btrfs, tmpfs, overlayfs, ZFS, F2FS, bcachefs (statfs(2)), and APFS. On others every directory is read.
 */
const datesDirectories = new Set([
  0xef53, 0x58465342, 0x9123683e, 0x01021994, 0x794c7630, 0x2fc12fc1, 0xf2f52010, 0xca451a4e, 0x1a,
]);
