import { readdir, rm, rmdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { encodePath } from '../../git/path.ts';
import { pathKind } from '../../worktrees/path-kind.ts';
import { checkpointPlaces } from '../checkpoint-places.ts';
import { ALTERNATES } from '../code/object-store.ts';
import { sweep } from '../code/sweep.ts';
import { excludeFile, includeKeepgoing, isExcludedByKg } from './exclude.ts';
import { isSaving, pruneCheckpoints, withClaim, type Pruned, type Pruning } from './prune.ts';
import { readCopies, removeCopies, type Copies } from './prune-copies.ts';
import { readHistories } from './read-history.ts';

type Everything = Omit<Pruning, 'keep' | 'keepRemoved'> & {
  /** Paths of all worktrees that git lists. */
  readonly worktrees: readonly string[];
};

/** All that checkpoints have put into a repository and its worktrees. */
export type Traces = {
  /** What would be pruned: all of them. */
  readonly pruned: Pruned;
  /** The directory in the git directory that histories and objects lie in; `null`: there is none. */
  readonly store: string | null;
  readonly copies: readonly Copies[];
  /** The list of ignored files that holds a line of kg's; `null`: none does. */
  readonly excluded: string | null;
  /** Worktrees that could not be looked at: what lies in them stays. */
  readonly unseen: readonly string[];
};

const bounds = { keep: 0, keepRemoved: 0 };

/** Reads what there is. Writes nothing. */
export async function readTraces(options: Everything): Promise<Traces> {
  const { git, commonDirectory, worktrees } = options;
  const { histories, objects } = checkpointPlaces(commonDirectory);
  const [pruned, stored, excluded, found] = await Promise.all([
    pruneCheckpoints({ ...options, ...bounds, dryRun: true }),
    Promise.all([histories, objects].map(pathKind)),
    isExcludedByKg(commonDirectory),
    Promise.all(worktrees.map(async (worktree) => ({ worktree, copies: await readCopies(git, worktree) }))),
  ]);
  return {
    pruned,
    store: stored.every((one) => one === null) ? null : dirname(histories),
    copies: found.flatMap(({ copies }) => (copies === null || copies.files.length === 0 ? [] : [copies])),
    excluded: excluded ? excludeFile(commonDirectory) : null,
    unseen: found.flatMap(({ worktree, copies }) => (copies === null ? [worktree] : [])),
  };
}

/** `stayed`: files that are not kg's, in directories of kg's, and what the file system did not let go. */
export type Undone = { readonly pruned: Pruned; readonly done: boolean; readonly stayed: readonly string[] };

/**
 * Takes all of it away again, so that the repository and its worktrees are as they were before the first checkpoint. Histories and
 * objects go first, with the care for writers that all pruning takes; while somebody saves, the rest stays (`done` is false).
 */
export async function pruneEverything(options: Everything, { copies }: Traces): Promise<Undone> {
  const { commonDirectory } = options;
  const all = { ...options, ...bounds };
  const pruned = await pruneCheckpoints({ ...all, dryRun: false });
  if (pruned.objects !== 'done') return { pruned, done: false, stayed: [] };
  const { claims } = checkpointPlaces(commonDirectory);
  const stayed = await withClaim(all, async (own) => {
    const directories = [...(await readHistories(commonDirectory)), ...copies.map(({ directory }) => directory)];
    await sweep({ directories, claims, writer: options.writer, own });
    const isBusy = () => isSaving(all, own);
    if ((await isBusy()) || !(await removeStore(commonDirectory, isBusy))) return null;
    const left = await Promise.all(copies.map(removeCopies));
    const listed = await includeKeepgoing(commonDirectory).then(
      () => [],
      () => [excludeFile(commonDirectory)],
    );
    return [...left.flat(), ...listed];
  });
  if (stayed === null) return { pruned, done: false, stayed: [] };
  await rmdir(encodePath(claims)).catch(() => {});
  // What sets up a git hook may lie there, too.
  await rmdir(encodePath(dirname(claims))).catch(() => {});
  return { pruned, done: true, stayed: [...stayed, ...(await leftBehind(commonDirectory))] };
}

/**
 * Removes the directories of histories and objects, which are empty by now but for one file. Whoever begins to save meanwhile may have
 * found that file: then it is put back, and false is the answer.
 */
async function removeStore(commonDirectory: string, isBusy: () => Promise<boolean>): Promise<boolean> {
  const { histories, objects } = checkpointPlaces(commonDirectory);
  const alternates = encodePath(join(objects, 'info', 'alternates'));
  await rm(alternates, { force: true });
  if (await isBusy()) {
    await writeFile(alternates, ALTERNATES, { mode: 0o600 });
    return false;
  }
  const folders = [
    ...(await readHistories(commonDirectory)),
    join(histories, 'worktrees'),
    histories,
    join(objects, 'pack'),
    join(objects, 'info'),
    objects,
  ];
  for (const folder of folders) await rmdir(encodePath(folder)).catch(() => {});
  return true;
}

async function leftBehind(commonDirectory: string): Promise<readonly string[]> {
  const { histories, objects } = checkpointPlaces(commonDirectory);
  const found = await Promise.all(
    [histories, objects].map(async (directory) => {
      const options = { recursive: true, withFileTypes: true } as const;
      const entries = await readdir(directory, options).catch(() => []);
      return entries.filter((entry) => !entry.isDirectory()).map((entry) => join(entry.parentPath, entry.name));
    }),
  );
  return found.flat();
}
