import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { saveWhole } from '../../save-whole.ts';
import { fieldsOf } from '../../whisper/known.ts';
import type { FileState } from '../part.ts';
import { fieldsIn, keptState, parseState } from './file-state.ts';
import { MARKETPLACE, PLUGIN } from './names.ts';
import { pluginLists, readPluginFolder, type PluginFolder, type PluginList } from './plugin-folder.ts';
import type { SettingsPlace } from './settings.ts';

/** How the folder was before kg had the plugin installed: what is in here was there, and stays. */
export type PluginMemory = Pick<PluginFolder, 'folders' | 'lists'>;

/** Keeps it in kg's cache, for this person's eyes only. Not when its lists name the plugin already, or cannot be read. */
export async function rememberPluginFolder(place: SettingsPlace): Promise<void> {
  const { path, folders, lists } = await readPluginFolder(place);
  if (pluginLists.some((name) => namesPlugin(name, lists[name]?.state ?? null))) return;
  const kept = pluginLists.map((name) => {
    const list = lists[name];
    return [name, list === null ? null : { state: keptState(list.state) }];
  });
  // Without it only what bears the name of kg is taken away later.
  await saveWhole(memoryFile(place.cache), { path, folders, lists: Object.fromEntries(kept) }).catch(() => {});
}

/** `null`: nobody knows how the folder was. */
export async function readPluginMemory(cache: string, path: string): Promise<PluginMemory | null> {
  try {
    const kept = fieldsOf(JSON.parse(await readFile(memoryFile(cache), 'utf8')));
    const { folders } = kept;
    if (kept['path'] !== path || !Array.isArray(folders)) return null;
    const list = (name: PluginList) => {
      const one = fieldsOf(kept['lists'])[name];
      return one === null ? null : parseState(fieldsOf(one)['state']);
    };
    const lists = {
      'installed_plugins.json': list('installed_plugins.json'),
      'known_marketplaces.json': list('known_marketplaces.json'),
    };
    return { folders: folders.filter((one) => typeof one === 'string'), lists };
  } catch {
    return null;
  }
}

export async function forgetPluginFolder(cache: string): Promise<void> {
  await rm(memoryFile(cache), { force: true });
}

/** Pure: whether a list names the plugin, or its marketplace. */
export function namesPlugin(name: PluginList, state: FileState | null): boolean {
  const fields = fieldsIn(state) ?? {};
  return name === 'known_marketplaces.json' ? MARKETPLACE in fields : PLUGIN in fieldsOf(fields['plugins']);
}

function memoryFile(cache: string): string {
  return join(cache, 'init', 'claude-plugins.json');
}
