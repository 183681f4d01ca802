import { sharedWorktree } from '../overlap/shared-worktree.ts';
import { sortWritten } from '../overlap/written.ts';
import type { Session } from '../sessions/session.ts';
import type { Project, Surveyed } from '../survey/surveyed.ts';
import type { ConfiguredWeights } from './codes.ts';
import type { CheckFacts, OverlapFact } from './facts.ts';
import { judge } from './judge.ts';
import type { Verdict } from './verdict.ts';

/**
 * Pure: what a survey alone tells of a worktree. Reads, moved branches, checkpoints and what ended sessions wrote are asked for by
 * `kg check`.
 */
export function surveyedFacts(project: Project, worktree: Surveyed): CheckFacts {
  const { worktrees, overlaps, trunk } = project;
  const { path, branch, operation, distance, sessions, state } = worktree;
  const isHere = (session: Session): boolean => session.cwd === path || session.cwd?.startsWith(`${path}/`) === true;
  const pairs = overlaps?.overlaps.pairs.filter(({ a, b }) => a === path || b === path) ?? [];
  const against = overlaps?.overlaps.trunk.find(({ a }) => a === path);
  return {
    worktree: path,
    branch,
    onTrunk: branch !== null && branch === trunk,
    trunk,
    operation: operation ?? null,
    detachedCommits: branch === null && state === 'ok' && operation === undefined ? (distance?.ahead ?? 0) : 0,
    live: sessions.filter((session) => isAtWork(session) && isHere(session)),
    crashed: sessions.filter((session) => session.status === 'crashed' && isHere(session)),
    overlaps: pairs.map(({ a, b, level, files }): OverlapFact => {
      const other = a === path ? b : a;
      const there = worktrees.find((one) => one.path === other);
      const paths = files.filter((file) => file.level === level && file.viaTrunk !== true).map((file) => file.path);
      return { with: other, isLive: there?.sessions.some(isAtWork) === true, level, paths };
    }),
    semantic: [],
    trunkConflicts: against?.files.filter(({ level }) => level === 'conflict').map((file) => file.path) ?? [],
    shared: sharedAtWork(project, worktree),
    drift: [],
    moved: null,
    outside: [],
    switched: [],
    resumed: [],
    checkpoint: null,
    unread: unreadOf(worktree, worktrees, overlaps),
  };
}

/** Files that two sessions write which are both at work: whoever has looked at what since, that is never settled. */
function sharedAtWork({ worktrees }: Project, { path, sessions }: Surveyed): readonly string[] {
  const atWork = sessions.filter(isAtWork);
  if (atWork.length < 2) return [];
  const places = worktrees.map((one) => ({ path: one.path, realPath: one.path }));
  const written = sortWritten({ sessions: atWork, worktrees: places });
  return sharedWorktree({ written, before: '' }).flatMap((file) => (file.worktree === path ? [file.path] : []));
}

/** A session that a process runs. */
export function isAtWork({ status }: Pick<Session, 'status'>): boolean {
  return status === 'active' || status === 'waiting' || status === 'idle';
}

/** Pure: the verdict as far as a survey with overlaps can tell it: one word for a list. */
export function verdictOf(project: Project, worktree: Surveyed, configured?: ConfiguredWeights): Verdict | null {
  if (worktree.state === 'bare') return null;
  return judge(surveyedFacts(project, worktree), configured).verdict;
}

function unreadOf(
  { path, state, changes, sessions }: Surveyed,
  worktrees: readonly Surveyed[],
  overlaps: Project['overlaps'],
): readonly string[] {
  const name = ({ branch, path: other }: Pick<Surveyed, 'branch' | 'path'>): string => branch ?? other;
  const unchecked = overlaps?.overlaps.unchecked.filter(({ a, b }) => a === path || b === path) ?? [];
  const told = new Set(unchecked.map(({ a, b }) => (a === path ? b : a)));
  const others = worktrees.filter(
    (one) =>
      one.path !== path &&
      !told.has(one.path) &&
      (one.state === 'unreadable' || (one.state === 'ok' && one.changes === null)),
  );
  const own = overlaps?.snapshots.find((snapshot) => snapshot.worktree === path);
  // A pipe or a socket that nobody commits is no loss; a tracked file whose content is not known is one.
  const skipped = own?.skipped.filter(
    (one) => (one.reason === 'unreadable' || one.reason === 'filter-failed') && !own.untracked.has(one.path),
  );
  const lost = sessions.filter(({ status }) => status === 'unknown').length;
  return [
    ...(state === 'missing' ? ['The directory of this worktree is gone'] : []),
    ...(state === 'unreadable' || (state === 'ok' && changes === null) ? ['The changes here could not be read'] : []),
    ...(overlaps === null ? ['The working states could not be compared'] : []),
    ...(skipped ?? []).map((one) => `The content of ${one.path} could not be read`),
    ...[...told].map((other) => {
      const there = worktrees.find((one) => one.path === other);
      return `This worktree could not be compared with ${there === undefined ? other : name(there)}`;
    }),
    ...others.map((one) => `The changes in ${name(one)} could not be read`),
    ...(lost === 0 ? [] : ['The state of a session here is not known']),
  ];
}
