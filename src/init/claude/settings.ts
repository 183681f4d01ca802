import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Surroundings } from '../../places.ts';
import { saveWhole } from '../../save-whole.ts';
import { fieldsOf } from '../../whisper/known.ts';
import type { FileState } from '../part.ts';
import { fieldsIn, keptState, parseState, stateOf } from './file-state.ts';
import { MARKETPLACE, PLUGIN } from './names.ts';

/** The person's settings of Claude Code: it notes a plugin in them, and writes all of them anew when it does. */
export type Settings = {
  readonly path: string;
  /** As they are; `null`: there are none. */
  readonly now: FileState | null;
  /** As they were before the plugin, `null` inside: there were none. `null`: nobody knows. */
  readonly remembered: { readonly state: FileState | null } | null;
};

export type SettingsPlace = Pick<Surroundings, 'env' | 'home'> & { readonly cache: string };

/** Reads them, and what kg remembers of them. `null` where they are no plain file: what stands behind a link is not kg's to put back. */
export async function readSettings({ env, home, cache }: SettingsPlace): Promise<Settings | null> {
  const path = join(env['CLAUDE_CONFIG_DIR'] || join(home, '.claude'), 'settings.json');
  try {
    const [now, remembered] = await Promise.all([stateOf(path), readMemory(cache, path)]);
    return { path, now, remembered };
  } catch {
    return null; // it cannot be read, so it is left alone
  }
}

/**
 * Keeps them as they are in kg's cache, for this person's eyes only, so that removing the plugin can put them back to the byte.
 * Not when they name the plugin already.
 */
export async function rememberSettings(place: SettingsPlace): Promise<void> {
  const settings = await readSettings(place);
  if (settings === null || settingsNamePlugin(settings)) return;
  const { path, now } = settings;
  // Without it they are left as Claude Code leaves them.
  await saveWhole(memoryFile(place.cache), { path, state: keptState(now) }).catch(() => {});
}

export async function forgetSettings(cache: string): Promise<void> {
  await rm(memoryFile(cache), { force: true });
}

/**
 * Pure: what they were before the plugin, when putting that back takes nothing away but the plugin and what Claude Code made
 * for it. `null`: something else is different by now, or nobody knows how they were, or they are the same.
 */
export function earlierSettings({ now, remembered }: Settings): { readonly state: FileState | null } | null {
  if (remembered === null || now === null) return null;
  const { state } = remembered;
  const [before, after] = [fieldsIn(state), fieldsIn(now)];
  if (before === null || after === null || state?.bytes.equals(now.bytes) === true) return null;
  return isDeepStrictEqual(withoutPlugin(after, before), before) ? remembered : null;
}

type Fields = Readonly<Record<string, unknown>>;

/** The plugin's name in each list that Claude Code notes plugins in. */
const entries = { enabledPlugins: PLUGIN, extraKnownMarketplaces: MARKETPLACE };

/** Pure: whether the plugin is noted in them. */
export function settingsNamePlugin({ now }: Pick<Settings, 'now'>): boolean {
  const value = fieldsIn(now);
  return Object.entries(entries).some(([list, name]) => name in fieldsOf(value?.[list]));
}

/** A list that was made for the plugin goes with it. */
function withoutPlugin(value: Fields, before: Fields): Fields {
  const kept = Object.entries(value).flatMap(([key, list]) => {
    const name = Object.entries(entries).find(([one]) => one === key)?.[1];
    if (name === undefined) return [[key, list] as const];
    const rest = Object.fromEntries(Object.entries(fieldsOf(list)).filter(([one]) => one !== name));
    return Object.keys(rest).length === 0 && !(key in before) ? [] : [[key, rest] as const];
  });
  return Object.fromEntries(kept);
}

async function readMemory(cache: string, path: string): Promise<Settings['remembered']> {
  try {
    const { path: of, state } = fieldsOf(JSON.parse(await readFile(memoryFile(cache), 'utf8')));
    return of === path ? parseState(state) : null;
  } catch {
    return null;
  }
}

function memoryFile(cache: string): string {
  return join(cache, 'init', 'claude-settings.json');
}
