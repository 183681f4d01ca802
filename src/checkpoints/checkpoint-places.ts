import { basename, join } from 'node:path';

/** Where the checkpoints of a repository are: all of it below its common directory, and nothing of git's own in there. */
export type CheckpointPlaces = {
  /** Manifests: `main/` of the main worktree, `worktrees/<name>/` of each linked one, as git names their directories. */
  readonly histories: string;
  /** The private object directory. */
  readonly objects: string;
  /** One empty file for everyone who is saving or pruning at the moment. */
  readonly claims: string;
};

export function checkpointPlaces(commonDirectory: string): CheckpointPlaces {
  const root = join(commonDirectory, 'keepgoing');
  return { histories: join(root, 'checkpoints'), objects: join(root, 'objects'), claims: join(root, 'claims') };
}

/**
 * The history of one worktree. It is named after the worktree's git directory, so that it stays with a worktree that is moved
 * and in a repository that is moved.
 */
export function historyDirectory(commonDirectory: string, gitDirectory: string): string {
  const { histories } = checkpointPlaces(commonDirectory);
  return gitDirectory === commonDirectory
    ? join(histories, 'main')
    : join(histories, 'worktrees', basename(gitDirectory));
}

/** What lies in the worktree itself. */
export type WorktreePlaces = {
  readonly directory: string;
  readonly json: string;
  readonly markdown: string;
  readonly ignore: string;
};

export function worktreePlaces(worktree: string): WorktreePlaces {
  const directory = join(worktree, '.keepgoing');
  return {
    directory,
    json: join(directory, 'checkpoint.json'),
    markdown: join(directory, 'checkpoint.md'),
    ignore: join(directory, '.gitignore'),
  };
}
