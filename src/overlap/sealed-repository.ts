import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ConfigEntry } from '../git/config-entries.ts';
import { encodePath } from '../git/path.ts';
import { commonDirectory } from '../worktrees/common-files.ts';
import { isErrorCode } from '../worktrees/file-error.ts';
import type { Store } from '../worktrees/store/store.ts';
import type { MergeSettings, Receiver } from './receiver.ts';

/**
 * Makes a git directory with which git merges as in the receiver, its attributes included, but knows none of the programs
 * that the person's config names. Git then takes its built-in merge for a path with a merge driver.
 *
 * Switching a driver off by another command would not do: git writes the files for a driver into the worktree that it runs in.
 */
export async function openSealedRepository(options: {
  readonly store: Store;
  readonly receiver: Receiver;
  readonly settings: MergeSettings;
  /** Length of object ids: 64 in a repository of SHA-256. */
  readonly oidLength: number;
}): Promise<{ readonly env: Readonly<Record<string, string>>; readonly remove: () => Promise<void> }> {
  const { store, receiver, settings, oidLength } = options;
  const directory = await mkdtemp(`${store.scratch}merge-`);
  const format = oidLength === 64 ? [{ key: 'extensions.objectformat', value: 'sha256' }] : [];
  const version = { key: 'core.repositoryformatversion', value: oidLength === 64 ? '1' : '0' };
  await Promise.all(['info', 'objects', 'refs'].map((name) => mkdir(join(directory, name))));
  await writeFile(join(directory, 'HEAD'), 'ref: refs/heads/none\n');
  await writeFile(join(directory, 'config'), configFile([version, ...format, ...settings.entries]));
  const common = commonDirectory(receiver);
  await Promise.all(
    ['info/attributes', 'shallow'].map((name) => copyIfThere(join(common, name), join(directory, name))),
  );
  return {
    env: {
      ...store.env,
      GIT_DIR: directory,
      GIT_WORK_TREE: receiver.path,
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_CONFIG_SYSTEM: '/dev/null',
      GIT_CONFIG_NOSYSTEM: '1',
    },
    remove: () => rm(directory, { recursive: true, force: true }),
  };
}

/** Entries with a subsection are those that can name programs. */
function configFile(entries: readonly ConfigEntry[]): Buffer {
  const lines = entries.flatMap(({ key, value }) => {
    const [section = '', name = '', ...more] = key.split('.');
    if (more.length > 0) return [];
    return [`[${section}]\n\t${name}${value === null ? '' : ` = "${escapeValue(value)}"`}\n`];
  });
  return encodePath(lines.join(''));
}

/** Format: git-config(1), "Syntax". */
function escapeValue(value: string): string {
  return value.replaceAll(/["\\]/gu, String.raw`\$&`).replaceAll('\n', String.raw`\n`);
}

async function copyIfThere(from: string, to: string): Promise<void> {
  await copyFile(encodePath(from), to).catch((error: unknown) => {
    if (!isErrorCode(error, 'ENOENT', 'ENOTDIR')) throw error;
  });
}
