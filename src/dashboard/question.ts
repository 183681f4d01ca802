import type { Survey } from '../survey/surveyed.ts';
import type { Action, Page } from './model.ts';
import type { Asked } from './pages.ts';

/** An action whose answer is shown. */
export type Question = Extract<Action, { readonly path: string }>;

/** What renders the pages is loaded when the first one is opened. */
export async function pageOf(action: Question, asked: Asked): Promise<Page> {
  const { filesPage, overlapPage, showPage, whoPage } = await import('./pages.ts');
  if (action.do === 'who') return whoPage({ ...asked, file: action.file });
  if (action.do === 'overlap') return overlapPage(asked);
  return action.do === 'files' ? filesPage(asked) : showPage(asked);
}

/** Where the project of a worktree can be opened from: the worktree itself may be gone. */
export function rootOf({ projects }: Survey, path: string): string {
  const project = projects.find(({ worktrees }) => worktrees.some((worktree) => worktree.path === path));
  return project?.root ?? path;
}
