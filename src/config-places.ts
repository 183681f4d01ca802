import { lstat, stat } from 'node:fs/promises';
import { isAbsolute, join, sep } from 'node:path';
import type { ConfigFault } from './config-tree.ts';
import type { Surroundings } from './places.ts';

/** Where a config may lie, under one root, in order of preference. */
export type ConfigPlaces = {
  readonly by: 'repository' | 'user';
  readonly root: string;
  readonly names: readonly string[];
};

const inRepository = ['.keepgoingrc', '.keepgoingrc.json', '.keepgoingrc.yaml', '.keepgoingrc.yml'];
const ofUser = ['config.json', 'config.yaml', 'config.yml'];

/** The places of a repository: the root of its *main* worktree, and `.config` in it. Data formats only. */
export function repositoryPlaces(mainWorktree: string): ConfigPlaces {
  const hidden = inRepository.map((name) => join('.config', name.slice(1)));
  return { by: 'repository', root: mainWorktree, names: [...inRepository, ...hidden] };
}

/** The places of the person: XDG's, on Windows the roaming application data. A relative XDG path counts for nothing. */
export function userPlaces({ env, home, platform }: Surroundings): ConfigPlaces {
  const own = platform === 'win32' ? env['APPDATA'] : env['XDG_CONFIG_HOME'];
  const usual = platform === 'win32' ? join(home, 'AppData', 'Roaming') : join(home, '.config');
  return { by: 'user', root: join(own && isAbsolute(own) ? own : usual, 'keepgoing'), names: ofUser };
}

/** The file that counts, those that it hides, and why it cannot be read when it cannot. All absolute. */
export type FoundConfig = {
  readonly file: string;
  readonly hides: readonly string[];
  readonly fault: ConfigFault | null;
};

/** Looks which of the places hold something; `null` when none does, and then nothing needs to be loaded. */
export async function findConfig(places: ConfigPlaces): Promise<FoundConfig | null> {
  const looks = await Promise.all(places.names.map((name) => look(places, name)));
  const [first, ...others] = looks.filter((found) => found !== null);
  return first ? { ...first, hides: others.map((other) => other.file) } : null;
}

async function look(places: ConfigPlaces, name: string): Promise<{ file: string; fault: ConfigFault | null } | null> {
  const file = join(places.root, name);
  try {
    const found = await stat(file);
    if (places.by === 'repository' && (await isLinked(places.root, name))) return { file, fault: unreadable(link) };
    if (!found.isFile()) return { file, fault: unreadable('a regular file', 'not a regular file') };
    if (found.size > largest) return { file, fault: unreadable('at most 64 KiB', found.size) };
    return { file, fault: null };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    // A link that leads nowhere is told from no file at all, in a repository: somebody meant it to be a config.
    const gone = code === 'ENOENT' || code === 'ENOTDIR';
    if (gone) return (await isLinked(places.root, name).catch(() => false)) ? { file, fault: unreadable(link) } : null;
    return { file, fault: unreadable('a readable file', code) };
  }
}

/** A link in a repository can point at anything on the machine, and errors would quote it. */
const link = 'a regular file, reached without symbolic links';

const largest = 64 * 1024;

async function isLinked(root: string, name: string): Promise<boolean> {
  const parts = name.split(sep);
  const steps = parts.map((_, index) => join(root, ...parts.slice(0, index + 1)));
  const found = await Promise.all(steps.map((step) => lstat(step)));
  return found.some((one) => one.isSymbolicLink());
}

function unreadable(expected: string, value: ConfigFault['value'] = 'a symbolic link'): ConfigFault {
  return { reason: 'unreadable', key: null, value, expected };
}
