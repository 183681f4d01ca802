import type { Session } from '../sessions/session.ts';

export type Folded = { readonly shown: readonly Session[]; readonly folded: number };

/**
 * Folds away what is over and old: sessions that finished before `before` (ISO time). A crash is not forgotten by age alone,
 * because the work in it may be lost: it goes only when something newer has run in the same worktree.
 */
export function foldFinished(sessions: readonly Session[], before: string): Folded {
  const newest = sessions.reduce((latest, session) => (at(session) > latest ? at(session) : latest), '');
  const shown = sessions.filter((session) => {
    const old = at(session) < before;
    if (session.status === 'finished') return !old;
    if (session.status === 'crashed') return !old || at(session) === newest;
    return true;
  });
  return { shown, folded: sessions.length - shown.length };
}

function at(session: Session): string {
  return session.lastActivity ?? session.since ?? '';
}
