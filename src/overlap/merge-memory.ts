import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { ConflictMessage, ConflictStage, TreeMerge } from '../git/merge-tree.ts';
import { readWhole, saveWhole } from '../save-whole.ts';
import { isFileSystemError } from '../worktrees/file-error.ts';
import type { Store } from '../worktrees/store/store.ts';

/** Merges by what decides them: both commits, git itself, its config and the attributes of the files in question. */
export type MergeMemory = ReadonlyMap<string, RememberedMerge>;

export type RememberedMerge = Pick<TreeMerge, 'clean' | 'stages' | 'conflicts'>;

/** Changes with every part. */
export function mergeKey(parts: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64').slice(0, 32);
}

/** Reads what earlier runs found. A missing, damaged or foreign file is empty. */
export function readMergeMemory(store: Store): MergeMemory {
  const content = readWhole(fileOf(store));
  if (!isRecord(content) || content['format'] !== FORMAT || !isRecord(content['merges'])) return new Map();
  return new Map(
    Object.entries(content['merges']).flatMap(([key, value]) => {
      const merge = readMerge(value);
      return merge === null ? [] : [[key, merge] as const];
    }),
  );
}

/**
 * Saves what was used now, and as much of the rest as fits; of two kg at once the later one wins.
 * That it could not be written costs time only.
 */
export async function saveMergeMemory(store: Store, used: MergeMemory, rest: MergeMemory): Promise<void> {
  const merges = new Map<string, RememberedMerge>();
  for (const [key, merge] of [...used, ...rest]) {
    if (merges.size < MOST_MERGES && merge.stages.length < MOST_STAGES) merges.set(key, merge);
  }
  try {
    await saveWhole(fileOf(store), { format: FORMAT, merges: Object.fromEntries(merges) });
  } catch (error) {
    if (!isFileSystemError(error)) throw error;
  }
}

const FORMAT = 1;
const MOST_MERGES = 10_000;
const MOST_STAGES = 1000;

function fileOf(store: Store): string {
  return join(store.directory, 'merges.json');
}

function readMerge(value: unknown): RememberedMerge | null {
  if (!isRecord(value) || typeof value['clean'] !== 'boolean') return null;
  const stages = readList(value['stages'], readStage);
  const conflicts = readList(value['conflicts'], readMessage);
  return stages === null || conflicts === null ? null : { clean: value['clean'], stages, conflicts };
}

function readStage(value: unknown): ConflictStage | null {
  if (!isRecord(value)) return null;
  const { path, mode, oid, stage } = value;
  if (typeof path !== 'string' || typeof mode !== 'string' || typeof oid !== 'string') return null;
  return stage === 1 || stage === 2 || stage === 3 ? { path, mode, oid, stage } : null;
}

function readMessage(value: unknown): ConflictMessage | null {
  if (!isRecord(value) || typeof value['type'] !== 'string') return null;
  const paths = readList(value['paths'], (path) => (typeof path === 'string' ? path : null));
  return paths === null ? null : { type: value['type'], paths };
}

function readList<T>(value: unknown, read: (item: unknown) => T | null): readonly T[] | null {
  if (!Array.isArray(value)) return null;
  const items: T[] = [];
  for (const item of value) {
    const one = read(item);
    if (one === null) return null;
    items.push(one);
  }
  return items;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
