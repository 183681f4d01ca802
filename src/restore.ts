import { resolve } from 'node:path';
import { findCheckpoint, openedProject } from './checkpoint-history.ts';
import type { Checkpoint } from './checkpoints/checkpoint.ts';
import { checkpointPlaces } from './checkpoints/checkpoint-places.ts';
import { handCommands, type HandCommand, type Restorable } from './checkpoints/restore-plan.ts';
import { restoreCheckpoint, type Restored } from './checkpoints/restore.ts';
import { KgError } from './errors.ts';
import { repositoryDirectory } from './git/repository.ts';
import type { Kg } from './kg.ts';

/** What came of the wish to restore. */
export type Restoration = {
  readonly takenAt: string;
  readonly checkpoint: Restorable;
  /** `null` when only the commands were asked for. */
  readonly restored: Restored | null;
  readonly commands: readonly HandCommand[];
};

/**
 * Restores a checkpoint into a new worktree at `to`; without one it only tells the commands. Nothing that exists is touched.
 * Throws RESTORE_FAILED, CHECKPOINT_UNKNOWN, CHECKPOINT_AMBIGUOUS.
 */
export async function restore(
  kg: Kg,
  asked: { readonly id: string; readonly to: string | null; readonly branch: string | null },
): Promise<Restoration> {
  const { repository, worktrees } = openedProject(kg);
  const { commonDirectory } = repository;
  const { checkpoint } = await findCheckpoint(kg, asked.id);
  if (!isRestorable(checkpoint)) {
    const cause = 'This checkpoint holds no code: it could not be saved then';
    throw new KgError('RESTORE_FAILED', { path: checkpoint.worktree, cause });
  }
  const cwd = repositoryDirectory(repository);
  const own = worktrees.find(({ path, state }) => path === checkpoint.worktree && state === 'ok');
  const { objects } = checkpointPlaces(commonDirectory);
  return {
    takenAt: kg.now().toISOString(),
    checkpoint,
    restored:
      asked.to === null
        ? null
        : await restoreCheckpoint({
            git: kg.git,
            cwd,
            commonDirectory,
            checkpoint,
            to: resolve(kg.directory, asked.to),
            branch: asked.branch,
          }),
    commands: handCommands({ checkpoint, worktree: own?.path ?? null, root: cwd, objects }),
  };
}

function isRestorable(checkpoint: Checkpoint): checkpoint is Restorable {
  return checkpoint.code !== null;
}
