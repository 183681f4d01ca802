import { constants } from 'node:fs';
import { access, readFile, realpath, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { findPrograms } from '../../doctor/path-search.ts';
import { runProgram, type ProgramAnswer } from '../../doctor/programs.ts';
import type { Surroundings } from '../../places.ts';
import type { FileState } from '../part.ts';
import { fieldsOf } from '../../whisper/known.ts';
import { placeFile } from '../../whisper/warm.ts';
import { MARKETPLACE, PLUGIN } from './names.ts';
import { readPluginFolder, type PluginFolder } from './plugin-folder.ts';
import { readPluginMemory, type PluginMemory } from './plugin-memory.ts';
import { readSettings, type Settings } from './settings.ts';

export type ClaudeOptions = Surroundings & {
  readonly cache: string;
  /** The kg that the plugin is to run, and the Node that runs it. Absolute. */
  readonly launcher: { readonly node: string; readonly main: string };
};

/** All that the plan and the check judge by. */
export type ClaudeFacts = {
  /** The package that this kg comes from: the marketplace lies in it. */
  readonly own: { readonly root: string; readonly version: string | null };
  /** Absolute path of Claude Code; `null` when it is not on PATH. */
  readonly claude: string | null;
  /** Why it could not be asked; `null` when it answered. */
  readonly failure: string | null;
  readonly plugin: { readonly version: string | null; readonly enabled: boolean } | null;
  /** Where the marketplace of that name lies; `null` when there is none, the empty string where that is not told. */
  readonly marketplace: string | null;
  /** Where kg was last said to be, and whether it can be run from there. */
  readonly place: { readonly file: string; readonly now: FileState | null; readonly works: boolean };
  /** `null` where they are left alone. */
  readonly settings: Settings | null;
  /** What Claude Code keeps of all plugins, and how that was before this one; `null` inside: nobody knows. */
  readonly plugins: { readonly folder: PluginFolder; readonly before: PluginMemory | null };
};

/** Asks Claude Code what is installed: two starts of it, half a second each. Changes nothing. */
export async function readClaudeFacts(options: ClaudeOptions): Promise<ClaudeFacts> {
  const [claude = null] = await findPrograms('claude', options);
  const [place, settings, kept] = await Promise.all([
    readPlace(options.cache),
    readSettings(options),
    readPlugins(options),
  ]);
  const nothing = {
    own: await readOwn(options.launcher.main),
    claude,
    plugin: null,
    marketplace: null,
    place,
    settings,
    plugins: kept,
  };
  if (claude === null) return { ...nothing, failure: null };
  const [plugins, marketplaces] = await Promise.all([
    runClaude(options, claude, ['plugin', 'list', '--json']),
    runClaude(options, claude, ['plugin', 'marketplace', 'list', '--json']),
  ]);
  const [installed, known] = [listOf(plugins), listOf(marketplaces)];
  if (installed === null || known === null) {
    const says = [plugins, marketplaces].map((answer) => answer.says).find((one) => one !== '');
    return { ...nothing, failure: says ?? 'an answer that is no list' };
  }
  const plugin = installed.find(({ id }) => id === PLUGIN);
  const marketplace = known.find(({ name }) => name === MARKETPLACE);
  return {
    ...nothing,
    failure: null,
    plugin: plugin === undefined ? null : { version: textOf(plugin['version']), enabled: plugin['enabled'] !== false },
    marketplace: marketplace === undefined ? null : (textOf(marketplace['path']) ?? ''),
  };
}

/** Runs Claude Code, in the home directory: no project's own settings are meant. */
export function runClaude(
  { env, home }: Pick<ClaudeOptions, 'env' | 'home'>,
  program: string,
  args: readonly string[],
): Promise<ProgramAnswer> {
  return runProgram({ program, args, cwd: home, env, timeoutMs: 60_000 });
}

function listOf({ exitCode, stdout }: ProgramAnswer): readonly Readonly<Record<string, unknown>>[] | null {
  if (exitCode !== 0) return null;
  try {
    const value: unknown = JSON.parse(stdout);
    return Array.isArray(value) ? value.map(fieldsOf) : null;
  } catch {
    return null;
  }
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

async function readPlugins(options: ClaudeOptions): Promise<ClaudeFacts['plugins']> {
  const folder = await readPluginFolder(options);
  return { folder, before: await readPluginMemory(options.cache, folder.path) };
}

async function readPlace(cache: string): Promise<ClaudeFacts['place']> {
  const file = placeFile(cache);
  const now = await Promise.all([readFile(file), stat(file)]).then(
    ([bytes, { mode }]) => ({ bytes, mode: mode & 0o7777 }),
    () => null,
  );
  const [node = '', self = ''] = now?.bytes.toString('utf8').split('\n') ?? [];
  const [runs, isThere] = await Promise.all([canBe(node, constants.X_OK), canBe(self, constants.R_OK)]);
  const manifest = await canBe(join(self, '../../package.json'), constants.R_OK);
  return { file, now, works: runs && isThere && manifest };
}

/** A global installation links `kg` to the package; the real path is the one in it. */
async function readOwn(main: string): Promise<ClaudeFacts['own']> {
  const root = dirname(dirname(await realpath(main).catch(() => main)));
  try {
    return {
      root,
      version: textOf(fieldsOf(JSON.parse(await readFile(join(root, 'package.json'), 'utf8')))['version']),
    };
  } catch {
    return { root, version: null };
  }
}

function canBe(path: string, how: number): Promise<boolean> {
  return access(path, how).then(
    () => path !== '',
    () => false,
  );
}
