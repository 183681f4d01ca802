import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { encodePath } from '../git/path.ts';
import type { Session } from '../sessions/session.ts';
import type { SwitchFact } from './facts.ts';

/** A move of HEAD from one branch or commit to another. */
export type HeadMove = { readonly from: string; readonly to: string; readonly at: string };

/** Reads the moves of HEAD that a worktree's reflog tells of, the oldest first; none where it keeps no reflog. */
export async function readHeadMoves(gitDirectory: string): Promise<readonly HeadMove[]> {
  const text = await readFile(encodePath(join(gitDirectory, 'logs', 'HEAD')), 'utf8').catch(() => '');
  return parseHeadMoves(text.slice(-longest));
}

/** The end of a reflog: hundreds of moves. */
const longest = 256 * 1024;

/** Reads `<old> <new> <who> <seconds> <zone>`, a tab and what was done. Format: git-reflog(1), and `checkout`'s own message. */
export function parseHeadMoves(text: string): readonly HeadMove[] {
  return Array.from(
    text.matchAll(
      /^[0-9a-f]{40,64} [0-9a-f]{40,64} .*? (\d{1,12}) [+-]\d{4}\tcheckout: moving from (\S+) to (\S+)$/gmu,
    ),
    ([, time, from = '', to = '']) => ({ from, to, at: new Date(Number(time) * 1000).toISOString() }),
  );
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
