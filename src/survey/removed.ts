import { isWithin } from './within.ts';
import type { OpenProject } from '../kg.ts';
import type { Session } from '../sessions/session.ts';

/** Sessions whose worktree is no longer registered, by the path that it had, and the project that it belonged to. */
export type RemovedWorktree = {
  readonly commonDirectory: string;
  readonly path: string;
  readonly sessions: readonly Session[];
};

/** What of a project tells where its worktrees are. */
type Places = Pick<OpenProject, 'repository' | 'worktrees'>;

/**
 * Tells the sessions of removed worktrees from the others. A removed worktree leaves nothing with git, so it is known by
 * what the session recorded: the worktree that Claude Code made for it (`.claude/worktrees/<name>` in a checkout of the
 * project), or the directory that it came from when it entered.
 */
export function splitRemoved({
  sessions,
  gone,
  projects,
}: {
  readonly sessions: readonly Session[];
  /** Directories of sessions at which there is nothing any more. */
  readonly gone: ReadonlySet<string>;
  readonly projects: readonly Places[];
}): { readonly staying: readonly Session[]; readonly removed: readonly RemovedWorktree[] } {
  const staying: Session[] = [];
  const removed = new Map<string, RemovedWorktree & { sessions: Session[] }>();
  for (const session of sessions) {
    const found = session.cwd !== null && gone.has(session.cwd) ? whereRemoved(session.cwd, session, projects) : null;
    if (found === null) {
      staying.push(session);
    } else {
      const entry = removed.get(found.path) ?? { ...found, sessions: [] };
      entry.sessions.push(session);
      removed.set(found.path, entry);
    }
  }
  return { staying, removed: [...removed.values()] };
}

function whereRemoved(cwd: string, session: Session, projects: readonly Places[]) {
  for (const { repository, worktrees } of projects) {
    const owners = worktrees.filter((worktree) => isWithin(cwd, worktree.path));
    if (owners.some((worktree) => worktree.state === 'missing')) return null;
    const made = owners.length > 0 ? madeByClaudeCode(cwd) : null;
    if (made !== null && !worktrees.some((worktree) => worktree.path === made)) {
      return { commonDirectory: repository.commonDirectory, path: made };
    }
    const { originalCwd } = session;
    const cameFromHere = originalCwd !== null && worktrees.some((worktree) => isWithin(originalCwd, worktree.path));
    if (owners.length === 0 && cameFromHere) return { commonDirectory: repository.commonDirectory, path: cwd };
  }
  return null;
}

/** The worktree directory in a path, where Claude Code puts the worktrees that it makes. */
function madeByClaudeCode(path: string): string | null {
  return /^.*?[\\/]\.claude[\\/]worktrees[\\/][^\\/]+/u.exec(path)?.[0] ?? null;
}
