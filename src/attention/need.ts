import type { WorktreeOverlap } from '../overlap/worktree-overlap.ts';
import { compare } from '../sessions/compare.ts';
import type { Session, Status } from '../sessions/session.ts';

/** Why a person is needed, the most urgent first: nothing goes on until an answer, work may be lost, work collides. */
export const needs = ['waiting', 'crashed', 'conflict'] as const;
export type Need = (typeof needs)[number];

/** All that a session, or all of them together, can be in, the most urgent first. `none`: nothing runs. */
export const states = [...needs, 'active', 'idle', 'unknown', 'none'] as const;
export type State = (typeof states)[number];

/** The most urgent reason. Only a session that still goes on can do something about a conflict. */
export function needOf(status: Status, overlap: WorktreeOverlap): Need | null {
  if (status === 'waiting' || status === 'crashed') return status;
  return overlap.level === 'conflict' && status !== 'finished' ? 'conflict' : null;
}

/** The state that a session counts as. */
export function stateOf(status: Status, need: Need | null): State {
  return need ?? (status === 'finished' ? 'none' : status);
}

/** The most urgent of several. */
export function worstOf(all: readonly State[]): State {
  return states.find((state) => all.includes(state)) ?? 'none';
}

type Sortable = { readonly session: Session; readonly state: State; readonly muted: boolean };

/** The most urgent first; among those that wait, who has waited longest; among others, who moved last. Muted ones come last. */
export function compareRows(a: Sortable, b: Sortable): number {
  return (
    Number(a.muted) - Number(b.muted) ||
    states.indexOf(a.state) - states.indexOf(b.state) ||
    (a.state === 'waiting'
      ? compare(a.session.since ?? '', b.session.since ?? '')
      : compare(moved(b.session), moved(a.session)))
  );
}

function moved({ lastActivity, since }: Session): string {
  return lastActivity ?? since ?? '';
}
