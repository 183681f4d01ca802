import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { encodePath } from '../../git/path.ts';
import type { Surroundings } from '../../places.ts';
import { fieldsOf } from '../../whisper/known.ts';
import { pathKind } from '../../worktrees/path-kind.ts';
import type { FileState } from '../part.ts';
import { stateOf } from './file-state.ts';
import { MARKETPLACE, PLUGIN_NAME } from './names.ts';

/** The small lists that Claude Code keeps of all plugins: it writes all of one anew when it installs or removes one. */
export const pluginLists = ['installed_plugins.json', 'known_marketplaces.json'] as const;
export type PluginList = (typeof pluginLists)[number];

/** What Claude Code keeps of all plugins in one folder, as far as an installation of this plugin touches it. */
export type PluginFolder = {
  /** Absolute. */
  readonly path: string;
  /** Folders that are there, of those that an installation makes: paths below it, the empty one for itself. Links are none. */
  readonly folders: readonly string[];
  /** Those of them that hold Claude Code's copy of the plugin, one a version, and are this plugin's by what they hold. */
  readonly copies: readonly string[];
  /** Those that hold something else, of another plugin or of anybody. */
  readonly shared: readonly string[];
  /** `null` inside: there is none. `null`: it is no plain file, or cannot be read, and is left alone. */
  readonly lists: Readonly<Record<PluginList, { readonly state: FileState | null } | null>>;
};

/** Where the plugin may keep something. Claude Code removes it with the plugin, and this plugin keeps nothing there. */
export const dataFolder = `data/${PLUGIN_NAME}-${MARKETPLACE}`;

/** Folders that are named after this plugin. */
export const ownFolders: readonly string[] = [
  `cache/${MARKETPLACE}`,
  `cache/${MARKETPLACE}/${PLUGIN_NAME}`,
  dataFolder,
];

/** Of any plugin, and at last the folder of all. Whatever lies in another comes after it. */
const made: readonly string[] = ['', 'cache', 'data', 'marketplaces', ...ownFolders];

/** Reads it as Claude Code 2.1.330 and 2.1.197 lay it out. Nothing is looked at that lies behind a link. */
export async function readPluginFolder({ env, home }: Pick<Surroundings, 'env' | 'home'>): Promise<PluginFolder> {
  const config = env['CLAUDE_CONFIG_DIR'] || join(home, '.claude');
  const path = env['CLAUDE_CODE_PLUGIN_CACHE_DIR'] || join(config, 'plugins');
  const folders: string[] = [];
  for (const one of made) {
    const above = one === '' ? null : one.includes('/') ? one.replace(/\/[^/]*$/u, '') : '';
    const isReached = above === null || folders.includes(above);
    if (isReached && (await pathKind(join(path, one))) === 'directory') folders.push(one);
  }
  const versions = `cache/${MARKETPLACE}/${PLUGIN_NAME}`;
  const names = folders.includes(versions) ? await readdir(encodePath(join(path, versions)), 'utf8') : [];
  const copies: string[] = [];
  for (const name of names) if (await isCopy(join(path, versions, name))) copies.push(`${versions}/${name}`);
  const list = async (name: PluginList) => {
    if (!folders.includes('')) return { state: null };
    return stateOf(join(path, name)).then(
      (state) => ({ state }),
      () => null,
    );
  };
  const [installed, marketplaces] = await Promise.all([
    list('installed_plugins.json'),
    list('known_marketplaces.json'),
  ]);
  const lists = { 'installed_plugins.json': installed, 'known_marketplaces.json': marketplaces };
  const known = new Set<string>([...made, ...copies, ...pluginLists]);
  const shared = await Promise.all(
    folders.map(async (one) => {
      const inside = await readdir(encodePath(join(path, one)), 'utf8');
      return inside.every((name) => known.has(one === '' ? name : `${one}/${name}`)) ? [] : [one];
    }),
  );
  return { path, folders: [...folders, ...copies], copies, shared: shared.flat(), lists };
}

/** Another marketplace of that name may have a plugin of that name, which has no such script. */
async function isCopy(path: string): Promise<boolean> {
  const kinds = await Promise.all([path, join(path, '.claude-plugin')].map(pathKind));
  if (kinds.some((kind) => kind !== 'directory')) return false;
  try {
    const manifest = await readFile(encodePath(join(path, '.claude-plugin/plugin.json')), 'utf8');
    const isScript = (await pathKind(join(path, 'kg.sh'))) === 'file';
    return isScript && fieldsOf(JSON.parse(manifest))['name'] === PLUGIN_NAME;
  } catch {
    return false; // not as kg ships it, so it is not ours
  }
}
