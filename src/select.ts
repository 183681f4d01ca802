import { basename } from 'node:path';
import { KgError } from './errors.ts';
import { nearest } from './nearest.ts';
import type { Session } from './sessions/session.ts';

/** A row that a person may mean. Rows are given in the order of the last list. */
export type Selectable = {
  readonly path: string;
  readonly branch: string | null;
  readonly main: boolean;
  readonly current: boolean;
  readonly sessions: readonly Pick<Session, 'id' | 'name'>[];
};

export type Selection = {
  readonly rows: readonly Selectable[];
  /** Paths in the order of the last list that was shown: what row numbers refer to. `null` when none was. */
  readonly lastList: readonly string[] | null;
  /** The words of the person: branch, folder name, path, row number, session id prefix or name, `@` current, `^` main. */
  readonly selector: string;
  /** Resolves a relative path against the directory that kg was started in. */
  readonly resolve: (path: string) => string;
};

/**
 * Finds the one row that a selector means and answers its path. The kinds of selector are tried in a fixed order, and the
 * first kind that fits anything decides, so that a branch called `2` is not lost to row numbers.
 * Throws WORKTREE_UNKNOWN (with the nearest names) or WORKTREE_AMBIGUOUS (with the candidates).
 */
export function selectWorktree({ rows, lastList, selector, resolve }: Selection): string {
  const byNumber = /^\d{1,4}$/u.test(selector) ? lastList?.[Number(selector) - 1] : undefined;
  const absolute = resolve(selector);
  const kinds: ((row: Selectable) => boolean)[] = [
    (row) => (selector === '@' && row.current) || (selector === '^' && row.main),
    (row) => row.branch === selector,
    (row) => row.path === absolute,
    (row) => row.path === byNumber,
    (row) => basename(row.path) === selector,
    (row) => row.sessions.some((session) => session.name === selector || session.id === selector),
    (row) => selector.length >= 4 && row.sessions.some((session) => session.id.startsWith(selector)),
  ];
  for (const fits of kinds) {
    const found = rows.filter(fits);
    if (found.length > 1)
      throw new KgError('WORKTREE_AMBIGUOUS', { selector, candidates: found.map((row) => row.path) });
    if (found[0] !== undefined) return found[0].path;
  }
  throw new KgError('WORKTREE_UNKNOWN', { selector, near: nearest(selector, names(rows)) });
}

function names(rows: readonly Selectable[]): string[] {
  return rows.flatMap((row) => [row.branch ?? [], basename(row.path)].flat());
}
