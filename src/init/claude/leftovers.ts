import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { fieldsOf } from '../../whisper/known.ts';
import type { Change, FileState } from '../part.ts';
import { fieldsIn, isSameState } from './file-state.ts';
import { ownFolders, pluginLists, type PluginFolder, type PluginList } from './plugin-folder.ts';
import { namesPlugin, type PluginMemory } from './plugin-memory.ts';

/**
 * Pure: what is to go when Claude Code itself has taken the plugin away, and what is to be as before. Each is looked at again when
 * its turn comes. Nothing that was there before the plugin; where nobody knows that, only what bears its name.
 */
export function planLeftovers(folder: PluginFolder, before: PluginMemory | null): readonly Change[] {
  const { path, folders, copies, lists } = folder;
  const stays = new Set(before?.folders);
  const put = pluginLists.flatMap((name): readonly Change[] => {
    const [now, was] = [lists[name], before?.lists[name] ?? null];
    if (now === null || now.state === null || was === null || isSameState(now.state, was.state)) return [];
    return [{ kind: 'restore', path: join(path, name), after: was.state }];
  });
  const gone = folders.filter((one) => !stays.has(one) && (before !== null || isOwn(folder, one)));
  // A folder comes after all that lies in it.
  const removed = gone.toReversed().map((one): Change => {
    const holds = copies.includes(one) ? 'copy' : 'nothing';
    return { kind: 'folder', path: join(path, one), holds };
  });
  return [...put, ...removed];
}

/** Pure: whether a list says what it said before the plugin. One that was not there says nothing. */
export function isAsBefore(name: PluginList, now: FileState, before: FileState | null): boolean {
  const [is, was] = [fieldsIn(now), fieldsIn(before)];
  if (is === null || was === null) return false;
  if (before !== null) return isDeepStrictEqual(is, was);
  if (name === 'known_marketplaces.json') return isDeepStrictEqual(is, {});
  // Its version is that of its form.
  const { plugins, version, ...others } = is;
  return isDeepStrictEqual(plugins, {}) && typeof version === 'number' && isDeepStrictEqual(others, {});
}

/** Pure: whether a copy may still be somebody's, as of a project that has the plugin for itself. In doubt it is. */
export function isStillInstalled(copy: string, { lists }: PluginFolder): boolean {
  const installed = lists['installed_plugins.json'];
  if (installed === null) return true;
  if (installed.state === null) return false;
  const fields = fieldsIn(installed.state);
  if (fields === null || namesPlugin('installed_plugins.json', installed.state)) return true;
  // The same folder can be named by way of a link.
  return stringsIn(fieldsOf(fields['plugins'])).some((text) => text.replaceAll('\\', '/').includes(copy));
}

function isOwn({ copies }: PluginFolder, folder: string): boolean {
  return copies.includes(folder) || ownFolders.includes(folder);
}

function stringsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsIn) : [];
}
