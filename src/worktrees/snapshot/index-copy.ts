import { mkdtemp, rm, stat, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { addedConfig } from '../../git/environment.ts';
import { encodePath } from '../../git/path.ts';
import { isErrorCode } from '../file-error.ts';
import { identityOf, inode, linkOrCopy, publish, seed } from './index-files.ts';
import type { Store } from '../store/store.ts';

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
  /** For `git status`, which leaves in the index what it learned of the file system. */
  readonly looking: Readonly<Record<string, string>>;
  /** For whatever is staged and written, which needs nothing of that. */
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
  /** As many worktrees are looked at as there are processors: then the threads of one git only get in the way of the others. */
  readonly crowded?: boolean;
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
  crowded = false,
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
    looking: await lookingEnvironment({ store, path, directory, crowded }),
    env: environment({ store, path }, { 'core.untrackedCache': 'false' }),
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

function environment(
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
async function lookingEnvironment(
  options: Pick<IndexOptions, 'store' | 'directory' | 'crowded'> & { readonly path: string },
): Promise<Record<string, string>> {
  const type = await statfs(options.directory).then(
    (stats) => stats.type,
    () => 0,
  );
  const config = {
    'core.untrackedCache': String(datesDirectories.has(type)),
    ...(options.crowded === true ? { 'core.preloadIndex': 'false' } : {}),
  };
  return { ...environment(options, config), GIT_OPTIONAL_LOCKS: '1' };
}

/**
 * File systems that date a directory whenever a name in it comes or goes, which is what git's untracked cache counts on:
 * ext2 to 4, XFS, Btrfs, tmpfs, overlayfs, ZFS, F2FS, bcachefs (statfs(2)), and APFS. On others every directory is read.
 */
const datesDirectories = new Set([
  0xef53, 0x58465342, 0x9123683e, 0x01021994, 0x794c7630, 0x2fc12fc1, 0xf2f52010, 0xca451a4e, 0x1a,
]);
