import { KgError } from '../errors.ts';
import type { Kg } from '../kg.ts';
import { narrowOverlaps } from './overlap-narrow.ts';
import type { DiffedPair, OverlapPicture } from './overlap-picture.ts';
import { overlapPicture, readDiffs } from './overlap-attribution.ts';
import { overlapProblems } from './overlap-problems.ts';
import { readSemantics } from './overlap-semantics.ts';
import { overlapLevels as levels, type OverlapLevel } from '../overlap/overlap.ts';
import type { Target } from '../overlap/trunk-pairs.ts';
import { pathMatcher, type PatternPlace } from '../path-matcher.ts';
import type { Snapshots } from './snapshots.ts';
import { selectWorktrees } from '../select-worktrees.ts';
import { survey } from '../survey.ts';
import type { Project } from './surveyed.ts';
import type { VerifyOptions, verifyMerge } from '../verify/verify-merge.ts';

/** The levels that may be asked for, the highest first. */
export const overlapLevels: readonly OverlapLevel[] = levels;

export type OverlapQuestion = {
  /** Selectors of worktrees: none, one or two. */
  readonly selectors: readonly string[];
  /** A pattern that paths must match, as a shell writes it. */
  readonly path?: string;
  /** The lowest level that is asked for. */
  readonly level?: OverlapLevel;
  /** Name of a commit to compare each worktree with. */
  readonly against?: string;
  /** Compare what is staged in the current worktree. */
  readonly staged: boolean;
  /** Read both sides of every file. */
  readonly diff: boolean;
  /** What `beginSnapshots` has begun of the project. */
  readonly begun?: Snapshots | null;
  /** Look at what the merges of clean pairs declare and use, too. */
  readonly symbols?: boolean;
  /** A command to run in the merge of the one pair that is asked for. */
  readonly verify?: VerifyOptions;
};

export type OverlapAnswer = { readonly picture: OverlapPicture; readonly diffs: readonly DiffedPair[] };

/** Surveys the project, and narrows its overlaps to what was asked. Throws USAGE for a commit that there is not. */
export async function askOverlaps(kg: Kg, question: OverlapQuestion): Promise<OverlapAnswer> {
  const { config } = kg;
  const against = question.against === undefined ? undefined : await findTarget(kg, question.against);
  const staged = question.staged ? stagedWorktree(kg) : undefined;
  const comparison = {
    ...(against === undefined ? {} : { against }),
    ...(staged === undefined ? {} : { staged }),
  };
  const taken = await survey(kg, {
    scope: 'project',
    sort: config.list.sort,
    finished: false,
    overlaps: comparison,
    // Both sides are shown from where they left the trunk, which is told of each worktree.
    ...(question.diff ? {} : { only: 'overlaps' }),
    ...(question.begun === undefined ? {} : { begun: question.begun }),
  });
  const [project] = taken.projects;
  if (project === undefined) throw new KgError('NOT_A_REPOSITORY', { directory: kg.directory });
  if (project.overlaps === null) throw new KgError('INTERNAL', { message: taken.problems.at(-1)?.message });
  const whole = await overlapPicture(taken, project, project.overlaps);
  const named = await selectCompared(kg, project, question.selectors);
  const worktrees = staged === undefined || named.length > 0 ? named : [staged];
  const wanted = question.path === undefined ? () => true : await pathMatcher(question.path, placeOf(kg, project));
  const problems = overlapProblems({ survey: taken, found: project.overlaps, worktrees });
  const { overlaps, ...rest } = narrowOverlaps(whole, { worktrees, wanted, level: question.level ?? null });
  const narrowed = { ...rest, overlaps: { ...overlaps, problems } };
  const picture =
    question.symbols === true
      ? { ...narrowed, semantics: await readSemantics(kg, project.overlaps, { worktrees, wanted }) }
      : narrowed;
  const verification =
    question.verify === undefined
      ? {}
      : { verification: await verify(kg, project.overlaps, { ...question.verify, worktrees }) };
  return {
    picture: { ...picture, ...verification },
    diffs: question.diff ? await readDiffs(kg, picture, project.overlaps, project.worktrees) : [],
  };
}

function stagedWorktree({ project }: Kg): string {
  const path = project?.repository.topLevel ?? null;
  if (path === null) throw new KgError('USAGE', { message: 'Nothing is staged here, since this is no worktree' });
  return path;
}

/** The worktrees that are named; throws USAGE for one that has no files to compare, and for the same one twice. */
async function selectCompared(kg: Kg, project: Project, selectors: readonly string[]): Promise<readonly string[]> {
  const paths = await selectWorktrees(kg, project, selectors);
  const usage = (message: string): KgError => new KgError('USAGE', { message });
  paths.forEach((path, at) => {
    const state = project.worktrees.find((worktree) => worktree.path === path)?.state;
    if (state === 'missing') throw usage(`The directory of ${selectors[at]} is gone: there is nothing to compare`);
    if (state === 'bare') throw usage(`${selectors[at]} is a bare repository, without files to compare`);
  });
  if (new Set(paths).size < paths.length) throw usage(`${selectors.join(' and ')} are the same worktree`);
  return paths;
}

async function verify(...asked: Parameters<typeof verifyMerge>): ReturnType<typeof verifyMerge> {
  const { verifyMerge: run } = await import('../verify/verify-merge.ts');
  return run(...asked);
}

async function findTarget({ directory, env }: Kg, ref: string): Promise<Target> {
  const { resolveCommit } = await import('../git/porcelain.ts');
  const oid = await resolveCommit({ directory, env, ref });
  if (oid === null) throw new KgError('USAGE', { message: `There is no commit of the name ${ref}` });
  return { name: ref, oid };
}

/** From where a person may write paths: from the top of any worktree, and from where kg runs. */
function placeOf({ directory }: Kg, { worktrees }: Project): PatternPlace {
  const roots = worktrees.map(({ path }) => path);
  const own = roots.filter((root) => directory.startsWith(`${root}/`)).toSorted((a, b) => b.length - a.length)[0];
  return { roots, inside: own === undefined ? '' : directory.slice(own.length + 1) };
}
