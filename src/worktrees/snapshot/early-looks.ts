import { availableParallelism } from 'node:os';
import type { Git } from '../../git/run.ts';
import { findNearby } from '../nearby.ts';
import type { Owner } from '../store/owner.ts';
import { openStore, type Store } from '../store/store.ts';
import { beginIndexLook, type IndexLook } from './index-look.ts';
import { settingsStamp } from './settings-stamp.ts';
import { hasSmallIndex } from './small-index.ts';

/** Looks at worktrees that git has not named yet. */
export type EarlyLooks = {
  readonly commonDirectory: string;
  readonly store: Store;
  /** The `settingsStamp` of the repository, from before the first look. */
  readonly settings: string;
  /** The look at a worktree, for whoever removes it in the end; `undefined` where none was begun. */
  readonly take: (worktree: { readonly path: string; readonly gitDirectory: string | null }) => IndexLook | undefined;
  /** Removes the looks that nobody has taken. */
  readonly leave: () => void;
};

/**
 * Begins to look at the first worktrees of the repository around a directory, where that takes its time, before git was asked
 * which there are: a large part of kg is loaded meanwhile. Whoever takes a look holds it against git's list.
 * `null` when nothing is begun.
 */
export function beginEarlyLooks({
  git,
  cache,
  directory,
  most,
  owner,
}: {
  readonly git: Git;
  readonly cache: string;
  readonly directory: string;
  /** How many worktrees are looked at. */
  readonly most: number;
  readonly owner: Owner;
}): EarlyLooks | null {
  const found = findNearby(directory, most);
  const large = (found?.worktrees ?? []).filter((worktree) => !hasSmallIndex(worktree));
  if (found === null || large.length === 0) return null;
  const { commonDirectory } = found;
  try {
    const store = openStore({ cache, commonDirectory, owner });
    const settings = settingsStamp(commonDirectory);
    const crowded = found.count >= availableParallelism();
    const looks = new Map(
      large.map((worktree) => [keyOf(worktree), beginIndexLook({ git, store, worktree, crowded, cold: false })]),
    );
    for (const { seen } of looks.values()) seen.catch(() => {});
    return {
      commonDirectory,
      store,
      settings,
      take: (worktree) => {
        const look = looks.get(keyOf(worktree));
        looks.delete(keyOf(worktree));
        return look;
      },
      leave: () => {
        for (const { run, seen } of looks.values()) void seen.then(run.remove, run.remove);
        looks.clear();
      },
    };
  } catch {
    // The cache cannot be written, which is told where snapshots are missing.
    return null;
  }
}

function keyOf({ path, gitDirectory }: { readonly path: string; readonly gitDirectory: string | null }): string {
  return `${gitDirectory}\0${path}`;
}
