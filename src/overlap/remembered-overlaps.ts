import { hash } from 'node:crypto';
import { join } from 'node:path';
import { readWhole, saveWhole } from '../save-whole.ts';
import type { Store } from '../worktrees/store/store.ts';
import type { Overlaps, UncheckedReason } from './overlap.ts';
import { findOverlaps, type OverlapsOptions } from './overlaps.ts';

/** Another number makes kg forget what an older one remembers. */
const FORMAT = 1;

/**
 * Finds overlaps, or answers from the last time when nothing that decides them has changed since: the working states (their
 * snapshots are named by content), the trunk, the rows of `git worktree list`, and git's settings (their `settingsDigest`). No git
 * process then.
 */
export async function findOverlapsOnce(options: OverlapsOptions & { readonly settings: string }): Promise<Overlaps> {
  const key = keyOf(options, options.settings);
  const file = fileOf(options.store);
  const remembered = readWhole(file);
  if (isRemembered(remembered) && remembered.key === key) return remembered.overlaps;
  const overlaps = await findOverlaps(options);
  // What may go well the next time is asked again; and a cache that cannot be written costs the next one its speed and nothing else.
  if (overlaps.unchecked.every(({ reason }) => !passing.has(reason))) {
    await saveWhole(file, { key, overlaps }).catch(() => {});
  }
  return overlaps;
}

/** Doubts that may go without any change that the key knows: a fetch brings what was missing, and git itself may be a newer one. */
const passing: ReadonlySet<UncheckedReason> = new Set(['failed', 'missing objects', 'old git'] as const);

/** Paths of the worktrees that shared a file with this one when that was last looked for, whatever has changed since. */
export function rememberedMet(store: Store, worktree: string): ReadonlySet<string> {
  const value = readWhole(fileOf(store));
  const pairs = isRemembered(value) ? value.overlaps.pairs : [];
  return new Set(pairs.flatMap(({ a, b }) => (a === worktree ? [b] : b === worktree ? [a] : [])));
}

function fileOf({ directory }: Store): string {
  return join(directory, 'overlaps.json');
}

function keyOf(options: OverlapsOptions, settings: string): string {
  const { snapshots, worktrees, trunk, only, focus, against, drivers } = options;
  const states = snapshots.map(({ worktree, kind, commit, reason, operation, uncommitted, unmerged, skipped }) => {
    return {
      worktree,
      kind,
      commit,
      reason,
      operation,
      uncommitted: [...uncommitted],
      unmerged: [...unmerged],
      skipped,
    };
  });
  const rows = worktrees.map(({ path, branch, head, state, main }) => ({ path, branch, head, state, main }));
  const parts = [FORMAT, states, rows, trunk?.name, trunk?.oid, only, focus, against, drivers, settings];
  return hash('sha256', JSON.stringify(parts), 'base64');
}

/** The file is kg's own, in a directory that only the person can write; the key stands for all that is in it. */
function isRemembered(value: unknown): value is { readonly key: string; readonly overlaps: Overlaps } {
  return typeof value === 'object' && value !== null && 'key' in value && 'overlaps' in value;
}
