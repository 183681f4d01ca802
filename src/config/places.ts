import { lstatSync, statSync } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';
import type { ConfigFault } from './tree.ts';
import type { Surroundings } from '../places.ts';

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

/**
 * Looks which of the places hold something; `null` when none does, and then nothing needs to be loaded. Synchronous, since
 * the usual answer is a dozen times "no such file", which costs 0.1 ms so, and over 1 ms through promises at start-up.
 */
export function findConfig(places: ConfigPlaces): FoundConfig | null {
  const [first, ...others] = places.names.map((name) => look({ ...places, name })).filter((found) => found !== null);
  return first ? { ...first, hides: others.map((other) => other.file) } : null;
}

function look({ by, root, name }: { by: string; root: string; name: string }): Omit<FoundConfig, 'hides'> | null {
  const file = join(root, name);
  try {
    if (by === 'repository' && isLinked(root, name))
      return { file, fault: unreadable('it is reached through a symbolic link', 'a regular file in its place') };
    const found = statSync(file, { throwIfNoEntry: false });
    if (!found) return null;
    if (!found.isFile()) return { file, fault: unreadable('it is no regular file', 'a regular file') };
    if (found.size > largest) return { file, fault: unreadable(`it is ${found.size} bytes long`, 'at most 64 KiB') };
    return { file, fault: null };
  } catch (error) {
    const code = codeOf(error);
    return code === 'ENOTDIR' ? null : { file, fault: unreadable(code, 'a readable file') };
  }
}

const largest = 64 * 1024;

/** Whether a place of a repository holds a link. It can point at anything on the machine, and errors would quote that. */
function isLinked(root: string, name: string): boolean {
  const file = lstatSync(join(root, name), { throwIfNoEntry: false });
  if (!file) return false;
  const folder = dirname(name);
  return file.isSymbolicLink() || (folder !== '.' && lstatSync(join(root, folder)).isSymbolicLink());
}

/** The fault of a file that cannot be read as a config, for a reason of the file system. */
export function unreadable(why: string, expected: string): ConfigFault {
  return { reason: 'unreadable', message: `cannot be read: ${why}`, expected };
}

/** The system's code of an error, such as EACCES. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
}
