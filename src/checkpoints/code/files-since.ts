import { parseTreePairs, treePairsArgs, type RawChange } from '../../git/commit-differences.ts';
import { gitFailureLine } from '../../git/failure.ts';
import type { Git } from '../../git/run.ts';
import type { FileChange } from '../../worktrees/file-change.ts';
import type { Store } from '../../worktrees/store/store.ts';
import { seeCheckpoints } from './object-directories.ts';
import type { SavedCode } from './saved-code.ts';

/** One worktree to compare with its checkpoint. */
export type AskedSince = {
  /** Path of the worktree. */
  readonly worktree: string;
  readonly code: SavedCode | null;
  /** Tree of the present working state, from its snapshot; `null` when there is none. */
  readonly tree: string | null;
  /** The present own changes; `null` when they are not known. */
  readonly files: readonly Pick<FileChange, 'path' | 'from'>[] | null;
};

export type SinceOptions = {
  readonly git: Git;
  /** Any worktree of the repository that can be read. */
  readonly cwd: string;
  readonly commonDirectory: string;
  /** The store that the present trees are in. */
  readonly store: Store;
  readonly asked: readonly AskedSince[];
};

/** How many files `readChangesSince` finds. */
export async function readFilesSince(options: SinceOptions): Promise<ReadonlyMap<string, number | null>> {
  const changes = await readChangesSince(options);
  return new Map([...changes].map(([worktree, changed]) => [worktree, changed?.length ?? null]));
}

/**
 * Which files of a worktree's own changes, those of the checkpoint and those of now, differ between the two; `null` where that
 * cannot be said. What came in from the trunk meanwhile does not count, nor what the checkpoint left out. No process where the
 * trees are the same, else one for all worktrees.
 */
export async function readChangesSince(
  options: SinceOptions,
): Promise<ReadonlyMap<string, readonly RawChange[] | null>> {
  const { asked } = options;
  const differing = asked.flatMap(({ code, tree }) =>
    code === null || tree === null || tree === (code.whole ?? code.tree) ? [] : [{ code, tree }],
  );
  const changes = await compareTrees(options, [...new Set(differing.map(({ code, tree }) => `${code.tree} ${tree}`))]);
  return new Map(
    asked.map((one) => {
      const { worktree, code, tree, files } = one;
      if (code === null || tree === null || files === null) return [worktree, null];
      if (tree === (code.whole ?? code.tree)) return [worktree, []];
      const changed = changes.get(`${code.tree} ${tree}`);
      return [worktree, changed === undefined ? null : ownOf(changed, { code, files })];
    }),
  );
}

async function compareTrees(
  { git, cwd, commonDirectory, store }: Pick<SinceOptions, 'git' | 'cwd' | 'commonDirectory' | 'store'>,
  pairs: readonly string[],
): Promise<ReadonlyMap<string, readonly RawChange[]>> {
  if (pairs.length === 0) return new Map();
  const env = { ...store.env, ...seeCheckpoints(commonDirectory) };
  const read = async (some: readonly string[]): Promise<ReadonlyMap<string, readonly RawChange[]>> => {
    const input = some.map((pair) => `${pair}\n`).join('');
    return parseTreePairs((await git.run({ cwd, env, args: treePairsArgs, input })).stdout, some);
  };
  try {
    return await read(pairs);
  } catch (error) {
    if (gitFailureLine(error) === null) throw error;
    // A tree of one of them is gone, which ends git for all.
    const each = await Promise.all(pairs.map((pair) => read([pair]).catch(() => new Map<string, never>())));
    return new Map(each.flatMap((answer) => Array.from(answer)));
  }
}

function ownOf(
  changed: readonly RawChange[],
  { code, files }: { readonly code: SavedCode; readonly files: readonly Pick<FileChange, 'path' | 'from'>[] },
): readonly RawChange[] {
  const own = new Set(
    [...code.files, ...files].flatMap(({ path, from }) => (from === undefined ? path : [path, from])),
  );
  const leftOut = new Set(code.skipped.map(({ path }) => path));
  return changed.filter(({ path }) => own.has(path) && !leftOut.has(path));
}
