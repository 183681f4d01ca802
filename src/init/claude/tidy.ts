import { rm, rmdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { encodePath } from '../../git/path.ts';
import { applyFiles } from '../apply-files.ts';
import type { Finding, FileRestored, FolderGone } from '../part.ts';
import { isSameState, stateOf } from './file-state.ts';
import { isAsBefore, isStillInstalled } from './leftovers.ts';
import { ownFolders, pluginLists, readPluginFolder } from './plugin-folder.ts';
import { earlierSettings, readSettings, type SettingsPlace } from './settings.ts';

/**
 * Puts one file back, by now that Claude Code has taken the plugin out of it. Answers false where something else in it has changed
 * meanwhile: then it stays.
 */
export async function putBack(place: SettingsPlace, { path, after }: FileRestored): Promise<boolean> {
  const settings = await readSettings(place);
  if (settings?.path === path) {
    const earlier = earlierSettings(settings);
    if (earlier === null) return isSameState(settings.now, after);
    await applyFiles([{ kind: 'file', path, before: settings.now, after: earlier.state }]);
    return true;
  }
  const name = pluginLists.find((one) => one === basename(path));
  const now = await stateOf(path).catch(() => null);
  if (name === undefined || now === null || !isAsBefore(name, now, after))
    return now !== null && isSameState(now, after);
  await applyFiles([{ kind: 'file', path, before: now, after }]);
  return true;
}

/**
 * Removes one folder: a copy with all in it when nobody has it installed any more, any other only when it is empty. Answers false
 * where one of the plugin's own stays; that of all plugins stays where there are others.
 */
export async function removeFolder(place: SettingsPlace, { path, holds }: FolderGone): Promise<boolean> {
  const folder = await readPluginFolder(place);
  const named = folder.folders.find((one) => join(folder.path, one) === path);
  if (named === undefined) return true;
  if (holds === 'nothing') {
    return rmdir(encodePath(path)).then(
      () => true,
      () => !ownFolders.includes(named),
    );
  }
  if (!folder.copies.includes(named) || isStillInstalled(named, folder)) return false;
  await rm(encodePath(path), { recursive: true, force: true });
  return true;
}

/** Pure: what is said of that which stays. */
export function keptFindings(paths: readonly string[]): readonly Finding[] {
  if (paths.length === 0) return [];
  const message = 'Left in place, since more than this plugin has come to them or still needs them';
  return [{ code: 'CLAUDE_KEEPS', message, lines: paths }];
}
