import type { StoryCall } from '../../sessions/story/story.ts';

/** A tool call in words: "Edit src/user.ts", "Bash npm test". The whole text: it is shortened after the secret filter. */
export function actionOf({ tool, about, cut }: StoryCall, worktree: string): string {
  if (about === null) return tool;
  if (tool === 'AskUserQuestion') return `asked: ${about}${cut ? '…' : ''}`;
  const inside = about.startsWith(`${worktree}/`) ? about.slice(worktree.length + 1) : about;
  return `${tool} ${inside}${cut ? '…' : ''}`;
}
