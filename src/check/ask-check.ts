import { readDrift } from '../drift/read-drift.ts';
import { KgError, type Problem } from '../errors.ts';
import type { Kg } from '../kg.ts';
import { selectWorktrees } from '../select-worktrees.ts';
import type { Session } from '../sessions/session.ts';
import { survey } from '../survey.ts';
import type { Worktree } from '../worktrees/worktree.ts';
import { judge, type Judgement } from './judge.ts';
import { readFacts } from './read-facts.ts';
import { readSemanticFacts } from './semantic-facts.ts';

/** Whether it is safe to go on in one worktree: everything that `kg check` shows is rendered from it. */
export type CheckAnswer = Judgement & {
  /** ISO time at which the reading began. */
  readonly takenAt: string;
  readonly root: string;
  readonly trunk: string | null;
  /** Path of the worktree that is judged. */
  readonly worktree: string;
  readonly branch: string | null;
  readonly worktrees: readonly Pick<Worktree, 'path' | 'branch' | 'head' | 'main' | 'state' | 'operation' | 'locked'>[];
  readonly sessions: readonly Session[];
  readonly problems: readonly Problem[];
};

/** Surveys the project and judges the worktree that a selector means. */
export async function askCheck(kg: Kg, selector: string): Promise<CheckAnswer> {
  const { sort } = kg.config.list;
  const taken = await survey(kg, { scope: 'project', sort, finished: false, overlaps: {}, reads: 'recent' });
  const [project] = taken.projects;
  if (project === undefined) throw new KgError('NOT_A_REPOSITORY', { directory: kg.directory });
  const [path] = await selectWorktrees(kg, project, [selector]);
  const worktree = project.worktrees.find((one) => one.path === path);
  if (worktree === undefined) throw new KgError('WORKTREE_UNKNOWN', { selector, near: [] });
  const drift = await readDrift(kg, taken, project);
  const { weights } = kg.config.check;
  const isAsked = weights.get('semantic') !== 'off';
  const merges = isAsked ? await readSemanticFacts(kg, project, worktree) : { semantic: [], unread: [] };
  const facts = await readFacts({ taken, project, drift, worktree, merges });
  return {
    ...judge(facts, weights),
    takenAt: taken.takenAt,
    root: project.root,
    trunk: project.trunk,
    worktree: worktree.path,
    branch: worktree.branch,
    worktrees: project.worktrees.filter(({ state }) => state !== 'bare'),
    sessions: taken.sessions,
    problems: drift.problems,
  };
}
