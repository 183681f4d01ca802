import type { Checkpoint } from '../checkpoints/checkpoint.ts';
import { readFilesSince } from '../checkpoints/code/files-since.ts';
import { readLatestCheckpoint } from '../checkpoints/history/read-latest.ts';
import type { Problem } from '../errors.ts';
import type { Git } from '../git/run.ts';
import type { WorktreeReading } from '../worktrees/reading.ts';
import type { Worktree } from '../worktrees/worktree.ts';
import type { ProjectOverlaps } from './overlaps.ts';

/** The last checkpoint of a worktree, and how far the worktree has gone on since. */
export type SavedCheckpoint = {
  readonly checkpoint: Checkpoint;
  /** Files of its own changes that differ from then; `null` when that could not be told. */
  readonly filesSince: number | null;
};

export type LatestCheckpoints = {
  /** By the path of the worktree; only those that have one. */
  readonly latest: ReadonlyMap<string, Checkpoint>;
  readonly problems: readonly Problem[];
};

/** Reads the last checkpoint of every worktree. Starts no process, and never rejects. */
export async function readLatestCheckpoints(
  worktrees: readonly Worktree[],
  commonDirectory: string,
): Promise<LatestCheckpoints> {
  const read = await Promise.all(
    worktrees.map(async (worktree) => ({
      path: worktree.path,
      ...(await readLatestCheckpoint({ worktree, commonDirectory })),
    })),
  );
  return {
    latest: new Map(read.flatMap(({ path, checkpoint }) => (checkpoint === null ? [] : [[path, checkpoint]]))),
    problems: read.flatMap(({ problem }) => problem ?? []),
  };
}

/** Compares the checkpoints with the present: one process at most, and none where nothing was saved or nothing has changed. */
export async function readSaved(asked: {
  readonly git: Git;
  readonly commonDirectory: string;
  readonly latest: LatestCheckpoints['latest'];
  readonly rows: readonly { readonly worktree: Worktree; readonly reading: WorktreeReading }[];
  /** Where the present working states are; without them nothing can be compared. */
  readonly overlaps: ProjectOverlaps | null;
}): Promise<ReadonlyMap<string, SavedCheckpoint>> {
  const { git, commonDirectory, latest, rows, overlaps } = asked;
  if (latest.size === 0) return new Map();
  const trees = new Map(overlaps?.snapshots.map(({ worktree, tree }) => [worktree, tree]));
  const readable = rows.flatMap(({ worktree: { path }, reading }) => {
    const checkpoint = latest.get(path);
    if (checkpoint === undefined || reading.state !== 'ok') return [];
    return [{ worktree: path, code: checkpoint.code, tree: trees.get(path) ?? null, files: reading.files }];
  });
  const cwd = readable[0]?.worktree;
  const since =
    overlaps === null || cwd === undefined
      ? new Map<string, null>()
      : await readFilesSince({ git, cwd, commonDirectory, store: overlaps.store, asked: readable });
  return new Map([...latest].map(([path, checkpoint]) => [path, { checkpoint, filesSince: since.get(path) ?? null }]));
}
