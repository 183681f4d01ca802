import { KgError, type Problem } from './errors.ts';
import type { Commit } from './git/porcelain.ts';
import type { Kg } from './kg.ts';
import { readCheckpoint } from './checkpoints/history/read-history.ts';
import { resumeCommand } from './sessions/resume.ts';
import { overlapPicture } from './survey/overlap-attribution.ts';
import { narrowOverlaps } from './survey/overlap-narrow.ts';
import type { OverlapPicture } from './survey/overlap-picture.ts';
import { readSince, type Since } from './since.ts';
import { readSinceDiff, type SinceDiff } from './since-diff.ts';
import type { Project, Survey, Surveyed } from './survey/surveyed.ts';

/** All about one worktree. */
export type Shown = {
  readonly worktree: Surveyed;
  readonly trunk: string | null;
  /** Commits since the fork point, newest first; `null` when they could not be read. */
  readonly commits: readonly Commit[] | null;
  /** A checkpoint of it, the last unless another was asked for, and what has changed since; `null` when it has none. */
  readonly since: Since | null;
  /** The code that has changed since; absent unless asked for. */
  readonly sinceDiff?: SinceDiff | null;
  /** Where it collides with others; `null` when that could not be looked for. */
  readonly overlaps: OverlapPicture | null;
  /** The exact command to get back into a session, by its id. */
  readonly resume: ReadonlyMap<string, string>;
  readonly problems: readonly Problem[];
};

/** Most commits that are shown; a worktree with more has its first thoughts elsewhere. */
const mostCommits = 50;

/** Reads what a survey leaves out because only one worktree is asked for: its commits. */
export async function showWorktree({
  kg,
  survey,
  path,
  since: id,
  diff = false,
}: {
  readonly kg: Kg;
  readonly survey: Survey;
  readonly path: string;
  /** The id of the checkpoint to compare with, or the beginning of one; the last checkpoint without it. */
  readonly since?: string;
  /** Read the code that has changed since. */
  readonly diff?: boolean;
}): Promise<Shown> {
  const { project, worktree } = find(survey, path);
  const since = await sinceOf(kg, { project, worktree, ...(id && { id }) });
  const defaultDirectory = kg.env['CLAUDE_CONFIG_DIR'] ?? null;
  return {
    worktree,
    trunk: project.trunk,
    commits: await commitsOf(kg, worktree),
    since,
    ...(diff && since !== null ? { sinceDiff: await readSinceDiff(kg, { project, path, since }) } : {}),
    overlaps: await overlapsOf(survey, project, path),
    resume: new Map(
      worktree.sessions.map((session) => [session.id, resumeCommand({ session, home: kg.home, defaultDirectory })]),
    ),
    problems: survey.problems.filter((problem) => problem.worktree === undefined || problem.worktree === path),
  };
}

async function sinceOf(
  kg: Kg,
  { project, worktree, id }: { readonly project: Project; readonly worktree: Surveyed; readonly id?: string },
): Promise<Since | null> {
  const { commonDirectory } = project;
  const checkpoint =
    id === undefined ? worktree.saved?.checkpoint : (await readCheckpoint({ commonDirectory, id })).checkpoint;
  if (checkpoint !== undefined && checkpoint.worktree !== worktree.path) {
    throw new KgError('USAGE', { message: `The checkpoint ${checkpoint.id} is of ${checkpoint.worktree}` });
  }
  return checkpoint === undefined ? null : readSince(kg, { project, worktree, checkpoint });
}

async function overlapsOf(survey: Survey, project: Project, path: string): Promise<OverlapPicture | null> {
  if (project.overlaps === null) return null;
  const whole = await overlapPicture(survey, project, project.overlaps);
  return narrowOverlaps(whole, { worktrees: [path], wanted: () => true, level: null });
}

function find(survey: Survey, path: string): { readonly project: Project; readonly worktree: Surveyed } {
  for (const project of survey.projects) {
    const worktree = project.worktrees.find((candidate) => candidate.path === path);
    if (worktree !== undefined) return { project, worktree };
  }
  throw new KgError('WORKTREE_UNKNOWN', { selector: path, near: [] });
}

/** simple-git parses the log; it is loaded only here, where a person waits for one worktree and not for a hundred. */
async function commitsOf({ env }: Kg, worktree: Surveyed): Promise<readonly Commit[] | null> {
  const { path, state, forkPoint, head } = worktree;
  if (state !== 'ok' || head === null || forkPoint === null) return null;
  const { readCommits } = await import('./git/porcelain.ts');
  return readCommits({ directory: path, env, from: forkPoint, to: head, limit: mostCommits }).catch(() => null);
}
