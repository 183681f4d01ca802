import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { encodePath } from '../../git/path.ts';
import { limit } from '../../git/run.ts';
import { isErrorCode } from '../file-error.ts';
import { cacheName } from './name.ts';
import { ownerPrefix, removeOrphans, removeOwn, type Owner } from './owner.ts';
import type { Worktree } from '../worktree.ts';

/**
 * kg's own objects and indexes for one repository. Snapshots of worktrees are written here, so that nothing is ever added to
 * the repository. All of it is a cache: whatever is missing is made again.
 */
export type Store = {
  /** One generation: the objects, and all that refers to them. `pruneStore` begins a new one and leaves this as it is. */
  readonly directory: string;
  /** The beginning of the path of everything temporary, for `mkdtemp` and the like. */
  readonly scratch: string;
  /**
   * For every git call that must see snapshots, in the `env` of the call. The index that it names is not there, which git takes
   * for an empty one: `diff-tree` and `check-attr` would read all of the person's before they begin, though nothing asked of
   * objects is in it. A merge, too, knows only the attributes that are on disk.
   */
  readonly env: Readonly<Record<string, string>>;
  /** Runs a task when few others run: each works on a copy of an index, and there may be more than a hundred worktrees. */
  readonly inTurn: <T>(task: () => Promise<T>) => Promise<T>;
};

const AT_ONCE = 8;

export type StoreOptions = {
  readonly cache: string;
  readonly commonDirectory: string;
  readonly owner?: Owner;
};

/**
 * Opens the store of a repository below kg's cache directory, and makes it when there is none. With an owner, what others left
 * that are gone is removed, and what this one would leave is when it ends. The file system is asked without another thread: all
 * that is asked of worktrees waits for it.
 * Throws the error of the file system when the cache directory cannot be written.
 */
export function openStore(options: StoreOptions): Store {
  const root = join(storesDirectory(options.cache), cacheName(options.commonDirectory));
  mkdirSync(root, { recursive: true, mode: PRIVATE });
  writeFileSync(join(root, USED), '');
  const current = generations(root).at(-1) ?? makeGeneration(root, 1, options.commonDirectory);
  const directory = join(root, current);
  const { owner } = options;
  if (owner !== undefined) {
    owner.atEnd(directory, () => removeOwn(directory, owner));
    removeOrphans(directory, owner);
  }
  return {
    directory,
    scratch: join(directory, 'run', '/') + (owner === undefined ? '' : ownerPrefix(owner)),
    env: { GIT_OBJECT_DIRECTORY: join(directory, 'objects'), GIT_INDEX_FILE: join(directory, 'no-index') },
    inTurn: limit(AT_ONCE),
  };
}

/** `null` when the cache directory cannot be written. */
export function openStoreOrNot(options: StoreOptions): Store | null {
  try {
    return openStore(options);
  } catch {
    return null;
  }
}

/** Only the person may look inside: it holds their files. */
const PRIVATE = 0o700;

/** An empty file, written whenever a store is opened: its time says when the store was last of use. */
export const USED = 'used';

/** Where the stores of all repositories are. */
function storesDirectory(cache: string): string {
  return join(cache, 'repositories');
}

/** Names of the generations in a store's root, the current one last. */
export function generations(root: string): readonly string[] {
  return readdirSync(root)
    .filter((name) => /^generation-\d{6}$/u.test(name))
    .toSorted();
}

/** Makes a generation whole before it gets its name. When another kg was faster, that one is as good. */
export function makeGeneration(root: string, number: number, commonDirectory: string): string {
  const name = `generation-${String(number).padStart(6, '0')}`;
  const made = mkdtempSync(join(root, 'making-'));
  for (const part of ['objects/info', 'objects/pack', 'run', 'worktrees']) {
    mkdirSync(join(made, part), { recursive: true });
  }
  writeFileSync(join(made, 'objects/info/alternates'), alternatesFile(join(commonDirectory, 'objects')));
  try {
    renameSync(made, join(root, name));
  } catch (error) {
    rmSync(made, { recursive: true, force: true });
    if (!isErrorCode(error, 'ENOTEMPTY', 'EEXIST', 'EPERM')) throw error;
  }
  return name;
}

/**
 * The file and not the variable `GIT_ALTERNATE_OBJECT_DIRECTORIES`, in which a colon parts directories. A line with a quote
 * in front is unquoted as in C. Format: gitrepository-layout(5), "objects/info/alternates", and git's parse_alternates.
 */
export function alternatesFile(objects: string): Buffer {
  const escaped = objects.replaceAll(/["\\]/gu, String.raw`\$&`).replaceAll('\n', String.raw`\n`);
  const plain = escaped === objects && !/^[#"]/u.test(objects);
  return encodePath(plain ? `${objects}\n` : `"${escaped}"\n`);
}

/** The name that a worktree has in its repository's store: below the common directory, the last part of a git directory is its own. */
export function worktreeName({ gitDirectory, path }: Pick<Worktree, 'gitDirectory' | 'path'>): string {
  return cacheName(`${path} ${gitDirectory === null ? '' : basename(gitDirectory)}`);
}
