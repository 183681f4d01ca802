import type { Checkpoint, SavedOverlap } from './checkpoints/checkpoint.ts';
import { readChangesSince } from './checkpoints/code/files-since.ts';
import { overlapsOf } from './checkpoints/draft/overlaps-of.ts';
import type { RawChange } from './git/commit-differences.ts';
import { gitFailureLine } from './git/failure.ts';
import type { Commit } from './git/porcelain.ts';
import type { Kg } from './kg.ts';
import type { Project, Surveyed } from './survey/surveyed.ts';

/** How far a worktree has gone on since one of its checkpoints. `null`: could not be told. */
export type Since = {
  readonly checkpoint: Checkpoint;
  /** Newest first. `null` also where the commit of then is no ancestor any more. */
  readonly commits: readonly Commit[] | null;
  /** The history was rewritten: the commit of then is no ancestor of the one of now. */
  readonly rewritten: boolean;
  /** Files of its own changes that differ. */
  readonly files: readonly RawChange[] | null;
  /** Worktrees (or the trunk) that it collides with now and did not then, or not as badly; and the other way round. */
  readonly overlaps: { readonly appeared: readonly SavedOverlap[]; readonly gone: readonly SavedOverlap[] } | null;
};

const mostCommits = 50;

/** Compares a worktree of a survey with one of its checkpoints. Three processes at most. */
export async function readSince(
  kg: Kg,
  asked: { readonly project: Project; readonly worktree: Surveyed; readonly checkpoint: Checkpoint },
): Promise<Since> {
  const { project, worktree, checkpoint } = asked;
  const [{ commits, rewritten }, files] = await Promise.all([
    readCommitsSince(kg, worktree, checkpoint),
    readFiles(kg, asked),
  ]);
  return { checkpoint, commits, rewritten, files, overlaps: overlapsSince(project, worktree, checkpoint) };
}

async function readCommitsSince(
  { git, env }: Kg,
  { path, head, state }: Surveyed,
  { head: then }: Checkpoint,
): Promise<Pick<Since, 'commits' | 'rewritten'>> {
  const unknown = { commits: null, rewritten: false };
  if (state !== 'ok' || head === null || then === null) return unknown;
  if (head === then) return { commits: [], rewritten: false };
  try {
    const args = ['merge-base', '--is-ancestor', then, head];
    const { exitCode } = await git.run({ cwd: path, args, answers: [0, 1] });
    if (exitCode === 1) return { commits: null, rewritten: true };
    const { readCommits } = await import('./git/porcelain.ts');
    return {
      commits: await readCommits({ directory: path, env, from: then, to: head, limit: mostCommits }),
      rewritten: false,
    };
  } catch (error) {
    if (gitFailureLine(error) === null) throw error;
    return unknown;
  }
}

async function readFiles(
  { git }: Kg,
  { project, worktree, checkpoint }: Parameters<typeof readSince>[1],
): Promise<Since['files']> {
  const { path, state, files } = worktree;
  const { overlaps, commonDirectory } = project;
  if (overlaps === null || state !== 'ok') return null;
  const tree = overlaps.snapshots.find((snapshot) => snapshot.worktree === path)?.tree ?? null;
  const one = { worktree: path, code: checkpoint.code, tree, files };
  const changes = await readChangesSince({ git, cwd: path, commonDirectory, store: overlaps.store, asked: [one] });
  return changes.get(path) ?? null;
}

/** Pure. A collision that has become worse counts as one that appeared, and one that has become less as gone. */
function overlapsSince(
  { overlaps, worktrees }: Project,
  { path }: Surveyed,
  { overlaps: then }: Checkpoint,
): Since['overlaps'] {
  const branches = new Map(worktrees.map((one) => [one.path, one.branch]));
  const now = overlapsOf({ overlaps: overlaps?.overlaps ?? null, worktree: path, branches });
  if (now === null || then === null) return null;
  const within = (one: SavedOverlap, others: readonly SavedOverlap[]): boolean =>
    others.some((other) => other.with === one.with && other.level === one.level);
  return {
    appeared: now.filter((one) => !within(one, then)),
    gone: then.filter((one) => !within(one, now)),
  };
}
