import { randomUUID } from 'node:crypto';
import { parse } from 'node:path';
import { KgError } from '../errors.ts';
import { addedValues, sealedOptions } from './environment.ts';
import type { Git } from './run.ts';

/** What was printed, one directory after the other, and whether every directory had its turn. */
export type InEach = { readonly stdout: Buffer; readonly complete: boolean };

/**
 * Runs one git command in several directories from a single process of ours, by `git for-each-repo`: a small program starts
 * others several times faster than Node does. It stops at the first directory in which the command fails. Nothing is
 * complete, and nothing printed, where git does not know the command (before 2.30) or was ended for taking too long.
 *
 * It takes the directories from a config key, whose name nobody can have guessed and added to. It starts outside of any
 * repository, since a git that stands in a linked worktree hands that worktree down to its children; and later versions do
 * not hand down our environment's config, so it is given once more as options.
 */
export async function runInEach(options: {
  readonly git: Git;
  /** Absolute. */
  readonly directories: readonly string[];
  readonly args: readonly string[];
}): Promise<InEach> {
  const { git, directories, args } = options;
  const key = `kg.directory-${randomUUID()}`;
  try {
    const { stdout, exitCode } = await git.run({
      cwd: parse(directories[0] ?? '/').root,
      args: ['for-each-repo', `--config=${key}`, '--', ...sealedOptions(), ...args],
      env: addedValues(key, directories),
      answers: [0, 1, 128, 129],
      children: directories.length,
    });
    return { stdout, complete: exitCode === 0 };
  } catch (error) {
    if (!(error instanceof KgError)) throw error;
    return { stdout: Buffer.alloc(0), complete: false };
  }
}
