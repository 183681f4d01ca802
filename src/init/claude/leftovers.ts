import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { fieldsOf } from '../../whisper/known.ts';
import type { Change, FileState } from '../part.ts';
import { fieldsIn, isSameState } from './file-state.ts';
import { dataFolder, ownFolders, pluginLists, type PluginFolder, type PluginList } from './plugin-folder.ts';
import { namesPlugin, type PluginMemory } from './plugin-memory.ts';

/**
 * Pure: what is to go when Claude Code itself has taken the plugin away, and what is to be as before. Each is looked at again when
 * its turn comes. Nothing that was there before the plugin; where nobody knows that, only what bears its name.
 */
export function planLeftovers(
  folder: PluginFolder,
  { before, installed }: { readonly before: PluginMemory | null; readonly installed: boolean },
): readonly Change[] {
  const { path, lists } = folder;
  const put = pluginLists.flatMap((name): readonly Change[] => {
    const [now, was] = [lists[name], before?.lists[name] ?? null];
    if (now === null || now.state === null || was === null || isSameState(now.state, was.state)) return [];
    return [{ kind: 'restore', path: join(path, name), after: was.state }];
  });
  const stay = pluginLists.filter((name) => {
    const list = lists[name];
    return list === null || (list.state !== null && !put.some((one) => isGone(one, join(path, name))));
  });
  const removed = goingFolders(folder, { before, installed, stay }).map((one): Change => {
    const holds = folder.copies.includes(one) ? 'copy' : 'nothing';
    return { kind: 'folder', path: join(path, one), holds };
  });
  return [...put, ...removed];
}

/** Folders that can go, each after all that lies in it. */
function goingFolders(
  folder: PluginFolder,
  {
    before,
    installed,
    stay,
  }: { readonly before: PluginMemory | null; readonly installed: boolean; readonly stay: readonly string[] },
): readonly string[] {
  const { folders, shared } = folder;
  const staying = new Set<string>(stay);
  const going: string[] = [];
  for (const one of folders.toReversed()) {
    const isKept = before === null ? !isOwn(folder, one) : before.folders.includes(one);
    const isShared = shared.includes(one) && !(installed && one === dataFolder);
    const holds = [...staying].some((other) => one === '' || other.startsWith(`${one}/`));
    if (isKept || isShared || holds) staying.add(one);
    else going.push(one);
  }
  return going;
}

function isGone(change: Change, path: string): boolean {
  return change.kind === 'restore' && change.path === path && change.after === null;
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
