import { readdir, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { generations, makeGeneration, USED, worktreeName, type Store } from './store.ts';
import type { Worktree } from '../worktree.ts';

export type StoreLimits = {
  /** Objects in one generation, and bytes of them, as estimated from a sixteenth. */
  readonly objects: number;
  readonly bytes: number;
};

const defaultLimits: StoreLimits = { objects: 50_000, bytes: 256 * 1024 * 1024 };
const HOUR = 3_600_000;
/** A store that nobody opened for so long goes, with its repository's name. */
const FORGOTTEN = 30 * 24 * HOUR;

/**
 * Keeps the cache small: drops what worktrees that are gone have left, what a kg that was ended has left, and stores of
 * repositories that nobody asks about any more. A store over its limits begins a new generation; the old one is removed an
 * hour later, when no kg can be using it. Starts no process, waits for nobody, and never fails.
 */
export async function pruneStore(options: {
  readonly store: Store;
  readonly commonDirectory: string;
  /** The registered worktrees. */
  readonly worktrees: readonly Worktree[];
  readonly limits?: StoreLimits;
}): Promise<void> {
  const { store, commonDirectory, worktrees, limits = defaultLimits } = options;
  const root = dirname(store.directory);
  const now = (await changedAt(join(root, USED))) ?? 0;
  const names = new Set(worktrees.map(worktreeName));
  const kept = join(store.directory, 'worktrees');
  await Promise.all([
    ...(await entries(kept)).filter((name) => !names.has(name)).map((name) => remove(join(kept, name))),
    removeOlder(join(store.directory, 'run'), now - HOUR),
    removeOlder(root, now - HOUR, 'making-'),
    removeForgotten(dirname(root), now - FORGOTTEN),
  ]);
  const all = tried(() => generations(root)) ?? [];
  const current = all.at(-1);
  const born = current === undefined ? null : await changedAt(join(root, current));
  if (current === undefined || born === null || born > now - HOUR) return;
  await Promise.all(all.slice(0, -1).map((name) => remove(join(root, name))));
  if (await isOver(join(root, current, 'objects'), limits)) {
    tried(() => makeGeneration(root, Number(current.replace('generation-', '')) + 1, commonDirectory));
  }
}

/** A sixteenth of the directories that objects lie in: object ids spread evenly. */
const SAMPLE = ['00', '10', '20', '30', '40', '50', '60', '70', '80', '90', 'a0', 'b0', 'c0', 'd0', 'e0', 'f0'];

async function isOver(objects: string, limits: StoreLimits): Promise<boolean> {
  const files = (
    await Promise.all(SAMPLE.map(async (name) => (await entries(join(objects, name))).map((file) => join(name, file))))
  ).flat();
  if (files.length * 16 > limits.objects) return true;
  let bytes = 0;
  for (const file of files) bytes += (await stat(join(objects, file)).catch(() => null))?.size ?? 0;
  return bytes * 16 > limits.bytes;
}

async function removeOlder(directory: string, than: number, prefix = ''): Promise<void> {
  for (const name of await entries(directory)) {
    const changed = await changedAt(join(directory, name));
    if (name.startsWith(prefix) && changed !== null && changed < than) await remove(join(directory, name));
  }
}

/** Only what is a store: with the file that says when it was of use. */
async function removeForgotten(stores: string, than: number): Promise<void> {
  for (const name of await entries(stores)) {
    const used = await changedAt(join(stores, name, USED));
    if (used !== null && used < than) await remove(join(stores, name));
  }
}

/** `null` when the file system refuses: what cannot be done now can be the next time. */
function tried<T>(task: () => T): T | null {
  try {
    return task();
  } catch {
    return null;
  }
}

async function entries(directory: string): Promise<readonly string[]> {
  return readdir(directory).catch(() => []);
}

async function changedAt(path: string): Promise<number | null> {
  return stat(path).then(
    (stats) => stats.mtimeMs,
    () => null,
  );
}

/** What cannot be removed now can be the next time. */
async function remove(path: string): Promise<void> {
  await rm(path, { recursive: true, force: true }).catch(() => {});
}
