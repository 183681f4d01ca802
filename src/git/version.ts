import { KgError } from '../errors.ts';
import type { Git } from './run.ts';

/** `git worktree list -z` came with 2.36; `safe.directory`, which kg counts on, with 2.35.2. */
export const OLDEST_GIT = '2.36';

/** Reads the version of git, such as `2.39.5`; `null` when its answer is not understood. */
export async function readVersion({
  git,
  directory,
}: {
  readonly git: Git;
  readonly directory: string;
}): Promise<string | null> {
  const answer = await git.run({ cwd: directory, args: ['version'] });
  return parseVersion(answer.stdout.toString('latin1'));
}

/** `git version 2.39.5 (Apple Git-154)` → `2.39.5`. */
export function parseVersion(output: string): string | null {
  return /^git version (\d+\.\d+(?:\.\d+)*)/u.exec(output)?.[1] ?? null;
}

/** Whether a version is at least another, number by number. */
export function isAtLeast(version: string, oldest: string): boolean {
  const have = version.split('.').map(Number);
  const need = oldest.split('.').map(Number);
  for (const [index, number] of need.entries()) {
    const difference = (have[index] ?? 0) - number;
    if (difference !== 0) return difference > 0;
  }
  return true;
}

/** Asked only after something failed. Throws GIT_TOO_OLD `{version, needed}` when the version is known and too old. */
export async function checkVersion({
  git,
  directory,
}: {
  readonly git: Git;
  readonly directory: string;
}): Promise<void> {
  const version = await readVersion({ git, directory });
  if (version !== null && !isAtLeast(version, OLDEST_GIT)) {
    throw new KgError('GIT_TOO_OLD', { version, needed: OLDEST_GIT });
  }
}
