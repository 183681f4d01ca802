import type { CheckpointAsked } from './checkpoint.ts';
import { chooseSession } from './checkpoints/draft/choose-session.ts';
import type { Stories } from './checkpoints/draft/stories.ts';
import type { Kg } from './kg.ts';
import { readLastList } from './last-list.ts';
import { selectWorktree } from './select.ts';
import { pairSessions } from './sessions/pair.ts';
import type { Session } from './sessions/session.ts';
import { realPaths } from './survey/standing.ts';

/**
 * Has the transcript read of the session that a checkpoint will be about, as far as that can be told before git has answered.
 * Reading a long one takes as long as git's answers do. Never rejects: whatever fails here fails again, or goes well, in its place.
 */
export async function readStoryEarly(
  { project, cache }: Kg,
  {
    sessions,
    selector,
    resolve,
    stories,
  }: Pick<CheckpointAsked, 'selector' | 'resolve'> & {
    readonly sessions: readonly Session[];
    readonly stories: Stories;
  },
): Promise<void> {
  if (project === null || selector === null) return;
  const { repository, worktrees } = project;
  try {
    const places = realPaths(worktrees.map(({ path }) => path));
    const { byWorktree } = pairSessions({ sessions, worktrees: places });
    const rows = worktrees.map(({ path, branch, main }) => {
      return { path, branch, main, current: path === repository.topLevel, sessions: byWorktree.get(path) ?? [] };
    });
    const lastList = readLastList(cache, repository.commonDirectory);
    const { session } = chooseSession(byWorktree.get(selectWorktree({ rows, lastList, selector, resolve })) ?? []);
    if (session !== null) await stories(session);
  } catch {
    // The worktree is unknown, or the transcript cannot be read: who asks for it in earnest is told.
  }
}
