import type { Shown } from '../../show.ts';
import { renderBrief } from '../brief.ts';
import { plain } from '../text.ts';

/** The answer of `kg show --brief`: one line, at most 400 characters. */
export function renderShowBrief({ worktree, since }: Shown): string {
  if (since === null) {
    const name = worktree.branch === null ? 'this worktree' : plain(worktree.branch).slice(0, 100);
    return `No checkpoint of ${name} yet. To save one, run kg checkpoint.`;
  }
  const { checkpoint, commits, files } = since;
  return renderBrief(checkpoint, { commits: commits?.length ?? null, files: files?.length ?? null });
}
