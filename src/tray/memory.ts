import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Told } from '../notify/transitions.ts';
import { saveWhole } from '../save-whole.ts';

/** What a tray remembers from one start to the next: what was told, and what the person does not want to hear of. */
export type TrayMemory = {
  /** `null` before the first look ever. */
  readonly told: Told | null;
  /** Ids of sessions. */
  readonly muted: readonly string[];
  /** No notifications at all. */
  readonly silent: boolean;
};

const nothing: TrayMemory = { told: null, muted: [], silent: false };

function memoryFile(cache: string): string {
  return join(cache, 'tray.json');
}

/** Reads it; a missing or damaged file is that of a tray that has never run. */
export async function readTrayMemory(cache: string): Promise<TrayMemory> {
  try {
    const value: unknown = JSON.parse(await readFile(memoryFile(cache), 'utf8'));
    if (typeof value !== 'object' || value === null) return nothing;
    const muted: unknown = 'muted' in value ? value.muted : [];
    return {
      told: 'told' in value ? toldOf(value.told) : null,
      muted: Array.isArray(muted) ? muted.filter((id) => typeof id === 'string') : [],
      silent: 'silent' in value && value.silent === true,
    };
  } catch {
    return nothing;
  }
}

/** Saves it. A cache that cannot be written costs the memory and nothing else. */
export async function saveTrayMemory(cache: string, memory: TrayMemory): Promise<void> {
  await saveWhole(memoryFile(cache), memory).catch(() => {});
}

export type KeptMemory = {
  readonly current: () => TrayMemory;
  readonly remember: (next: Partial<TrayMemory>) => void;
};

/** Keeps it while the tray runs, and saves what has changed. */
export function keepMemory(first: TrayMemory, save: (memory: TrayMemory) => Promise<void>): KeptMemory {
  let memory = first;
  return {
    current: () => memory,
    remember: (next) => {
      const before = memory;
      memory = { ...memory, ...next };
      if (keysOf(before) !== keysOf(memory)) void save(memory);
    },
  };
}

/** What is worth a write: the times in `told` move with every look. */
function keysOf({ told, muted, silent }: TrayMemory): string {
  return JSON.stringify([told === null ? null : Object.keys(told).toSorted(), muted, silent]);
}

/** Adds an id that is not there, or takes away one that is. */
export function toggled(ids: readonly string[], id: string): readonly string[] {
  return ids.includes(id) ? ids.filter((one) => one !== id) : [...ids, id];
}

function toldOf(value: unknown): Told | null {
  if (typeof value !== 'object' || value === null) return null;
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}
