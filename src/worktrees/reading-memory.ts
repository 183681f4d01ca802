import { hash, randomUUID } from 'node:crypto';
import { mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { readWhole, saveWhole } from '../save-whole.ts';
import { settingsDigest, type SettingsPlaces } from './settings.ts';
import { cacheName } from './store/name.ts';

/**
 * What git answered about the worktrees of one repository, by all that the answer depends on, so that nothing remembered can
 * be out of date. Kept in kg's cache directory; without it git is asked again.
 */
export type ReadingMemory = {
  /** Changes with every part, with the repository's settings, and with the kind of the answer. */
  readonly keyOf: (kind: 'fork point' | 'differences', parts: readonly string[]) => string;
  /** What is remembered under a key; `null` when nothing is, or nothing of the shape that `read` expects. */
  readonly recall: <T>(key: string, read: (value: unknown) => T | null) => T | null;
  readonly keep: (key: string, value: unknown) => void;
  /** A moment before now, in nanoseconds since 1970 by the clock of the file system; `null` when the cache cannot be written. */
  readonly begun: () => bigint | null;
  /** Saves what was recalled and kept since opening, and forgets the rest. */
  readonly save: () => Promise<void>;
};

/** Raised whenever an answer changes its shape or its meaning. */
const FORMAT = 1;
/** Characters of all entries; more are not kept. */
const LARGEST = 8 * 1024 * 1024;
const UNUSED_MS = 30 * 24 * 60 * 60 * 1000;

export function openReadingMemory(options: SettingsPlaces & { readonly cache: string }): ReadingMemory {
  const { cache, commonDirectory } = options;
  const directory = join(cache, 'readings');
  const file = join(directory, `${cacheName(commonDirectory)}.json`);
  const settings = settingsDigest(options);
  const remembered = load(file, commonDirectory);
  const used = new Map<string, unknown>();
  let kept = false;
  let begun: bigint | null | undefined;
  return {
    keyOf: (kind, parts) => hash('sha256', JSON.stringify([kind, settings, ...parts]), 'base64').slice(0, 32),
    recall: (key, read) => {
      const value = remembered.get(key);
      const answer = value === undefined ? null : read(value);
      if (answer !== null) used.set(key, value);
      return answer;
    },
    keep: (key, value) => {
      used.set(key, value);
      kept = true;
    },
    begun: () => (begun === undefined ? (begun = timeIn(directory)) : begun),
    save: async () => {
      if (!kept && used.size === remembered.size) return;
      try {
        await saveWhole(file, { format: FORMAT, of: commonDirectory, entries: bounded(used) });
        await forgetUnused(directory, file);
      } catch {
        // A cache that cannot be written costs time only.
      }
    },
  };
}

/** Nothing when it is missing, damaged, foreign or of another version. */
function load(file: string, commonDirectory: string): ReadonlyMap<string, unknown> {
  const { format, of, entries } = fieldsOf(readWhole(file));
  return format === FORMAT && of === commonDirectory ? new Map(Object.entries(fieldsOf(entries))) : new Map();
}

export function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}

function bounded(entries: ReadonlyMap<string, unknown>): Record<string, unknown> {
  let left = LARGEST;
  const some = [...entries].filter(([, value]) => {
    const size = JSON.stringify(value).length;
    if (size > left) return false;
    left -= size;
    return true;
  });
  return Object.fromEntries(some);
}

function timeIn(directory: string): bigint | null {
  const probe = join(directory, `begun-${randomUUID()}`);
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    writeFileSync(probe, '', { mode: 0o600, flag: 'wx' });
    const { mtimeNs } = statSync(probe, { bigint: true });
    rmSync(probe, { force: true });
    return mtimeNs;
  } catch {
    return null;
  }
}

/** Of repositories that nobody looked at for long, or that are gone. A memory that stays right is never written again, so it is made anew then. */
async function forgetUnused(directory: string, saved: string): Promise<void> {
  const { mtimeMs } = await stat(saved);
  for (const name of await readdir(directory)) {
    const other = join(directory, name);
    const found = await stat(other).catch(() => null);
    if (found !== null && found.mtimeMs < mtimeMs - UNUSED_MS) await rm(other, { force: true });
  }
}
