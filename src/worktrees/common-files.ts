import { existsSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { encodePath } from '../git/path.ts';

/** The directory that all worktrees share, from the git directory of one of them. */
export function commonDirectory({
  main,
  gitDirectory,
}: {
  readonly main: boolean;
  readonly gitDirectory: string;
}): string {
  return main ? gitDirectory : dirname(dirname(gitDirectory));
}

type Place = { readonly main: boolean; readonly gitDirectory: string };

/** Whether the history was cut off by a shallow clone. */
export function readShallow(place: Place): boolean {
  return existsSync(encodePath(join(commonDirectory(place), 'shallow')));
}

/**
 * Whether a repository says in the config of its main worktree that it is bare. Git 2.39 does not look there when it lists
 * the worktrees from inside of a linked one (`extensions.worktreeConfig`), and takes the repository for a worktree.
 */
export function readBare(directory: string): boolean {
  try {
    return /^\s*bare\s*=\s*true\s*$/imu.test(readFileSync(encodePath(join(directory, 'config.worktree')), 'utf8'));
  } catch {
    return false;
  }
}

/** Object id of the tree without entries, which git knows without having stored it, in the repository's object format. */
export async function readEmptyTree(place: Place): Promise<string> {
  const config = await readFile(encodePath(join(commonDirectory(place), 'config')), 'utf8').catch(() => '');
  return /^\s*objectformat\s*=\s*sha256\s*$/imu.test(config) ? EMPTY_SHA256 : EMPTY_SHA1;
}

const EMPTY_SHA1 = '4b825dc642cb6eb9a060e54bf8d69288fbee4904';
const EMPTY_SHA256 = '6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321';
