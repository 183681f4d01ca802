import type { Problem } from '../../errors.ts';
import type { Worktree } from '../../worktrees/worktree.ts';
import type { Checkpoint } from '../checkpoint.ts';
import { historyDirectory } from '../checkpoint-places.ts';
import { listCheckpoints, manifestFile, readIds, unreadable } from './read-history.ts';
import { readManifest } from './read-manifest.ts';
import { worktreeLife } from '../worktree-life.ts';

/**
 * Reads the newest checkpoint of a worktree: a look at the names in its history, and one file. `checkpoint` is `null` where there
 * is none; a damaged one is passed over for the one before, and the problem says so. Never rejects.
 *
 * The file in the worktree is a copy for people and agents and is not asked: a repository could bring such a file along, and with
 * it a command to copy. Only what the person's own kg has put below the common directory is believed.
 */
export async function readLatestCheckpoint({
  worktree,
  commonDirectory,
}: {
  readonly worktree: Pick<Worktree, 'path' | 'gitDirectory'>;
  readonly commonDirectory: string;
}): Promise<{ readonly checkpoint: Checkpoint | null; readonly problem?: Problem }> {
  const { path, gitDirectory } = worktree;
  if (gitDirectory === null) {
    const { checkpoints } = await listCheckpoints({ commonDirectory, worktree: path });
    return { checkpoint: checkpoints[0]?.checkpoint ?? null };
  }
  const history = historyDirectory(commonDirectory, gitDirectory);
  let problem: Problem | undefined;
  for (const id of await readIds(history)) {
    const file = manifestFile(history, id);
    const read = await readManifest(file);
    if (read.checkpoint !== null) {
      const life = read.checkpoint.life ?? null;
      // An earlier worktree of the same name was removed: where it stood says nothing of this one.
      const checkpoint = life === null || life === worktreeLife(gitDirectory) ? read.checkpoint : null;
      return { checkpoint, ...(problem === undefined ? {} : { problem }) };
    }
    if (read.reason !== 'absent') problem ??= unreadable(file, read.reason, path);
  }
  return { checkpoint: null, ...(problem === undefined ? {} : { problem }) };
}
