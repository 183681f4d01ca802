import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { RawChange } from '../../git/commit-differences.ts';
import { differenceKinds } from '../../git/difference.ts';
import type { Entry } from '../../git/entry.ts';
import { encodePath } from '../../git/path.ts';
import { readWhole, saveWhole } from '../../save-whole.ts';
import type { Look } from './look.ts';
import { skipReasons, type Skipped } from './types.ts';
import type { Store } from '../store/store.ts';

/** What is remembered of a worktree's last snapshot. */
export type Remembered = {
  /** Of everything that the snapshot was made from. */
  readonly key: string;
  readonly commit: string;
  readonly tree: string;
  readonly skipped: readonly Skipped[];
  /** As in a snapshot. */
  readonly edits?: readonly RawChange[] | null;
};

/** What a snapshot is made from, apart from the files at the changed paths. */
export type KeyParts = {
  /** What `git status` printed: HEAD and every changed path. */
  readonly status: Buffer;
  readonly parents: readonly string[];
  readonly looks: ReadonlyMap<string, Look>;
  /** Limits, nested worktrees, and the times of the files that decide how git reads a file. */
  readonly rest: readonly string[];
};

/** Two snapshots with the same key are the same. */
export function snapshotKey({ status, parents, looks, rest }: KeyParts): string {
  const hash = createHash('sha256').update(status);
  for (const { path, stamp } of looks.values()) hash.update(`\0${stamp}\0`).update(encodePath(path));
  return hash.update(JSON.stringify([FORMAT, parents, rest])).digest('hex');
}

/** Another number makes kg forget what an older one remembers. */
const FORMAT = 1;

/**
 * Whether the stamps will tell every later change. A file that changed at the very moment of the look could change again
 * within the same tick of the file system's clock; and the commit checked out in a submodule has no stamp at all.
 */
export function isLasting(looks: ReadonlyMap<string, Look>, begun: bigint): boolean {
  return [...looks.values()].every(({ kind, changed }) => {
    const wholeSeconds = changed % SECOND === 0n;
    return kind !== 'directory' && changed < begun - (wholeSeconds ? 2n * SECOND : TICK);
  });
}

const SECOND = 1_000_000_000n;
const TICK = 20_000_000n;

/** `null` when nothing, or nothing sensible, is remembered. */
export function readRemembered(store: Store, id: string): Remembered | null {
  return remembered(readWhole(memoryFile(store, id)));
}

/** Replaces what is remembered, at once. */
export async function saveRemembered(store: Store, id: string, value: Remembered): Promise<void> {
  await saveWhole(memoryFile(store, id), value);
}

function memoryFile(store: Store, id: string): string {
  return join(store.directory, 'worktrees', id, 'snapshot.json');
}

function remembered(value: unknown): Remembered | null {
  const { key, commit, tree, skipped, edits } = fieldsOf(value);
  if (typeof key !== 'string' || !isOid(commit) || !isOid(tree) || !Array.isArray(skipped)) return null;
  return { key, commit, tree, skipped: skipped.flatMap(skippedOf), edits: rememberedEdits(edits) };
}

/** All of them or none: half of what was changed would be another state. */
function rememberedEdits(value: unknown): readonly RawChange[] | null {
  if (!Array.isArray(value)) return null;
  const edits = value.map(editOf);
  return edits.every((edit) => edit !== null) ? edits : null;
}

function editOf(value: unknown): RawChange | null {
  const { path, change, before, after } = fieldsOf(value);
  const known = differenceKinds.find((kind) => kind === change);
  if (typeof path !== 'string' || known === undefined) return null;
  const [was, is] = [entryOf(before), entryOf(after)];
  return was === undefined || is === undefined ? null : { path, change: known, before: was, after: is };
}

/** `undefined` when it is no entry, and not the absence of one. */
function entryOf(value: unknown): Entry | null | undefined {
  const { mode, oid } = fieldsOf(value);
  if (value === null) return null;
  return typeof mode === 'string' && isOid(oid) ? { mode, oid } : undefined;
}

function skippedOf(value: unknown): readonly Skipped[] {
  const { path, reason, size } = fieldsOf(value);
  const known = skipReasons.find((one) => one === reason);
  if (typeof path !== 'string' || known === undefined) return [];
  return [{ path, reason: known, ...(typeof size === 'number' ? { size } : {}) }];
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function isOid(value: unknown): value is string {
  return typeof value === 'string' && /^[0-9a-f]{40,64}$/u.test(value);
}
