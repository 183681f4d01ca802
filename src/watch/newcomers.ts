import type { Session } from '../sessions/session.ts';
import { findCheckout } from '../survey/find-checkout.ts';
import { sortSessions } from '../survey/order.ts';
import { realPaths } from '../survey/standing.ts';
import type { Elsewhere, Project, Survey, Surveyed } from '../survey/surveyed.ts';

/** A session that came after a survey, and where in that survey it belongs: in a worktree, by its path, or in no repository. */
export type Newcomer = { readonly session: Session; readonly worktree: string | null };

/**
 * Finds where sessions that a survey does not know belong, without asking git: in the worktree of the survey that is the checkout
 * nearest to their directory. One in a checkout that the survey does not know is left out, since only the next survey can tell
 * what that is; one in none at all has a place in a survey of all projects alone.
 */
export async function readNewcomers({
  survey,
  sessions,
  scope,
}: {
  readonly survey: Survey;
  readonly sessions: readonly Session[];
  readonly scope: 'project' | 'all';
}): Promise<readonly Newcomer[]> {
  const known = new Set(survey.sessions.map(({ id }) => id));
  const unknown = sessions.filter(({ id }) => !known.has(id));
  if (unknown.length === 0) return [];
  const places = realPaths(survey.projects.flatMap(({ worktrees }) => worktrees.map(({ path }) => path)));
  const byPlace = new Map(places.map(({ path, realPath }) => [realPath, path]));
  const found = await Promise.all(
    unknown.map(async (session): Promise<readonly Newcomer[]> => {
      const checkout = session.cwd === null ? null : await findCheckout(session.cwd);
      const worktree = checkout === null ? null : byPlace.get(checkout);
      if (worktree === undefined || (worktree === null && scope === 'project')) return [];
      return [{ session, worktree }];
    }),
  );
  return found.flat();
}

/** Puts newcomers where they belong. Pure. */
export function withNewcomers(survey: Survey, newcomers: readonly Newcomer[]): Survey {
  if (newcomers.length === 0) return survey;
  const byWorktree = Map.groupBy(newcomers, ({ worktree }) => worktree);
  const joined = (worktree: Surveyed): Surveyed => {
    const own = byWorktree.get(worktree.path)?.map(({ session }) => session);
    return own === undefined ? worktree : { ...worktree, sessions: sortSessions([...worktree.sessions, ...own]) };
  };
  return {
    ...survey,
    projects: survey.projects.map((project): Project => ({ ...project, worktrees: project.worktrees.map(joined) })),
    elsewhere: (byWorktree.get(null) ?? []).reduce(joinedElsewhere, survey.elsewhere),
    sessions: [...survey.sessions, ...newcomers.map(({ session }) => session)],
  };
}

function joinedElsewhere(elsewhere: readonly Elsewhere[], { session }: Newcomer): readonly Elsewhere[] {
  const { cwd } = session;
  const beside = elsewhere.find((place) => place.cwd === cwd);
  if (beside === undefined) return [...elsewhere, { cwd, gone: false, sessions: [session] }];
  return elsewhere.map((place) => (place === beside ? { ...place, sessions: [...place.sessions, session] } : place));
}
