import type { Session } from '../sessions/session.ts';
import type { Project, Surveyed } from '../survey/surveyed.ts';

/** A session, and the worktree that it works in; `null` for one whose worktree is no longer registered. */
export type SessionHome = { readonly session: Session; readonly worktree: Surveyed | null };

/**
 * Every session of a project once. A session that writes to several worktrees is paired with each of them, and where it only
 * visits, the evidence of that writing has been added: its home is where it has the least to show.
 */
export function homesOf({ worktrees, removed }: Project): readonly SessionHome[] {
  const homes = new Map<string, SessionHome>();
  for (const worktree of worktrees) {
    for (const session of worktree.sessions) {
      const other = homes.get(session.id);
      if (other === undefined || session.evidence.length < other.session.evidence.length) {
        homes.set(session.id, { session, worktree });
      }
    }
  }
  for (const session of removed.flatMap(({ sessions }) => sessions)) {
    if (!homes.has(session.id)) homes.set(session.id, { session, worktree: null });
  }
  return [...homes.values()];
}
