import { findOwner, type Place } from './owner.ts';
import type { Session, Write } from './session.ts';

export type PairOptions = {
  readonly sessions: readonly Session[];
  readonly worktrees: readonly Place[];
  /** Whether the file system tells `A` from `a` (most of Linux does; macOS and Windows mostly do not). Default: it does. */
  readonly caseSensitive?: boolean;
};

export type Pairs = {
  /** By the worktree's `path`; a worktree without sessions has an empty list. */
  readonly byWorktree: ReadonlyMap<string, readonly Session[]>;
  /** Sessions that work and write in none of the worktrees. */
  readonly rest: readonly Session[];
};

/**
 * Pairs sessions with worktrees: a session belongs to the innermost worktree that holds its directory, and to every other
 * worktree that it wrote to, where its evidence names the file.
 */
export function pairSessions({ sessions, worktrees, caseSensitive = true }: PairOptions): Pairs {
  const find = findOwner(worktrees, caseSensitive);
  const owner = (path: string): string | null => find(path)?.worktree ?? null;
  const byWorktree = new Map<string, Session[]>(worktrees.map(({ path }) => [path, []]));
  const rest: Session[] = [];
  for (const session of sessions) {
    const home = session.cwd === null ? null : owner(session.cwd);
    const visited = visits(session.writes, owner, home);
    if (home !== null) byWorktree.get(home)?.push(session);
    for (const [path, write] of visited) byWorktree.get(path)?.push(visiting(session, path, write));
    if (home === null && visited.size === 0) rest.push(session);
  }
  return { byWorktree, rest };
}

type Locate = (path: string) => string | null;

/** The newest write to each worktree that is not the session's own. */
function visits(writes: readonly Write[], owner: Locate, home: string | null): Map<string, Write> {
  const visited = new Map<string, Write>();
  for (const write of writes) {
    // A file that only changed while a command ran may be another session's work.
    const path = write.grade === 'certain' ? owner(write.path) : null;
    if (path === null || path === home) continue;
    const other = visited.get(path);
    if (other === undefined || (other.at ?? '') < (write.at ?? '')) visited.set(path, write);
  }
  return visited;
}

function visiting(session: Session, worktree: string, write: Write): Session {
  const file = write.path.startsWith(`${worktree}/`) ? write.path.slice(worktree.length + 1) : write.path;
  const at = write.at === null ? '' : ` at ${write.at}`;
  return { ...session, evidence: [...session.evidence, { source: 'transcript', says: `wrote ${file} here${at}` }] };
}
