import { isAbsolute, resolve } from 'node:path';
import type { Checkpoint } from './checkpoints/checkpoint.ts';
import { listCheckpoints, readCheckpoint, type Kept } from './checkpoints/history/read-history.ts';
import { pruneCheckpoints, type Pruned } from './checkpoints/history/prune.ts';
import { KgError, type Problem } from './errors.ts';
import { repositoryDirectory } from './git/repository.ts';
import type { Kg, OpenProject } from './kg.ts';
import { readLastList } from './last-list.ts';
import { selectWorktree } from './select.ts';
import { openProcesses } from './sessions/processes/processes.ts';

/** What was saved in a project, the newest first. */
export type SavedHistory = {
  readonly takenAt: string;
  readonly checkpoints: readonly Kept[];
  readonly problems: readonly Problem[];
};

/**
 * Reads the checkpoints of the project, or of one worktree of it: named as everywhere, or by the path or the branch of one that
 * is gone by now. Sessions are not read, so a worktree cannot be named by its session here.
 */
export async function readHistory(kg: Kg, selector: string | null): Promise<SavedHistory> {
  const { repository } = openedProject(kg);
  const takenAt = kg.now().toISOString();
  const { commonDirectory } = repository;
  const { checkpoints, problems } = await listCheckpoints({ commonDirectory });
  if (selector === null) return { takenAt, checkpoints, problems };
  const gone = checkpoints.filter(({ checkpoint }) => checkpoint.branch === selector || isAt(kg, checkpoint, selector));
  const path = await pathOf(kg, selector).catch((error: unknown) => {
    if (gone.length === 0) throw error;
    return null;
  });
  const own = checkpoints.filter(({ checkpoint }) => checkpoint.worktree === path);
  return { takenAt, checkpoints: path === null ? gone : own, problems };
}

/**
 * Reads one checkpoint: by its id or the beginning of one; without an id the newest of the worktree that the person stands in.
 * Throws CHECKPOINT_UNKNOWN when there is none.
 */
export async function findCheckpoint(kg: Kg, id: string | null): Promise<Kept> {
  const { commonDirectory } = openedProject(kg).repository;
  if (id !== null) return readCheckpoint({ commonDirectory, id });
  const { checkpoints } = await readHistory(kg, '@');
  const [newest] = checkpoints;
  if (newest === undefined) throw new KgError('CHECKPOINT_UNKNOWN');
  return newest;
}

/** Removes the checkpoints beyond the bounds, with `removed` all of worktrees that are gone, and the objects that only they needed. */
export async function pruneHistory(
  kg: Kg,
  { keep, removed, dryRun }: { readonly keep: number | null; readonly removed: boolean; readonly dryRun: boolean },
): Promise<Pruned & { readonly takenAt: string }> {
  const { repository } = openedProject(kg);
  const now = kg.now();
  const pruned = await pruneCheckpoints({
    git: kg.git,
    cwd: repositoryDirectory(repository),
    commonDirectory: repository.commonDirectory,
    writer: { pid: kg.life?.pid ?? null, processes: openProcesses({ platform: kg.platform }) },
    now,
    keep: keep ?? kg.config.checkpoints.keep,
    keepRemoved: removed ? 0 : kg.config.checkpoints.keepRemoved,
    dryRun,
  });
  return { ...pruned, takenAt: now.toISOString() };
}

/** The project that must be there. */
export function openedProject({ project, directory }: Kg): OpenProject {
  if (project === null) throw new KgError('NOT_A_REPOSITORY', { directory });
  return project;
}

async function pathOf(kg: Kg, selector: string): Promise<string> {
  const { worktrees, repository } = openedProject(kg);
  const rows = worktrees.map(({ path, branch, main }) => ({
    path,
    branch,
    main,
    current: path === repository.topLevel,
    sessions: [],
  }));
  const lastList = readLastList(kg.cache, repository.commonDirectory);
  return selectWorktree({ rows, lastList, selector, resolve: (path) => resolve(kg.directory, path) });
}

function isAt({ directory }: Kg, { worktree }: Checkpoint, selector: string): boolean {
  return worktree === (isAbsolute(selector) ? selector : resolve(directory, selector));
}
