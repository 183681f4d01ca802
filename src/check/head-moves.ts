import type { Session } from '../sessions/session.ts';
import type { HeadStep } from '../worktrees/reflog.ts';
import type { SwitchFact } from './facts.ts';

/** A move of HEAD from one branch or commit to another. */
export type HeadMove = { readonly from: string; readonly to: string; readonly at: string };

/** Pure: the moves among the steps that a reflog tells of. Format: what git-checkout(1) and git-switch(1) write there. */
export function headMoves(steps: readonly HeadStep[]): readonly HeadMove[] {
  return steps.flatMap(({ at, did }) => {
    const [, from, to] = /^checkout: moving from (\S+) to (\S+)$/u.exec(did) ?? [];
    return from === undefined || to === undefined ? [] : [{ from, to, at }];
  });
}

/**
 * Pure: the move that took HEAD to another branch under a running session, unless the session has moved HEAD itself since, or
 * HEAD is back. A move while one of its own commands ran is the session's.
 */
export function switchedUnder(session: Session, moves: readonly HeadMove[]): SwitchFact | null {
  const { id, began, moves: own = [] } = session;
  if (began === undefined) return null;
  const isOwn = ({ at }: HeadMove): boolean =>
    own.some((span) => at >= shift(span.from, -slack) && at <= shift(span.at, slack));
  const lastOwn =
    own
      .map(({ at }) => at)
      .toSorted()
      .at(-1) ?? began;
  const foreign = moves.filter((move) => move.at > began && move.at >= shift(lastOwn, slack) && !isOwn(move));
  const [first] = foreign;
  const last = foreign.at(-1);
  if (first === undefined || last === undefined || first.from === last.to) return null;
  return { session: id, from: first.from, to: last.to, at: last.at };
}

/** A reflog counts whole seconds, and a record is written a moment after what it tells. */
const slack = 2000;

function shift(time: string, milliseconds: number): string {
  return new Date(Date.parse(time) + milliseconds).toISOString();
}
