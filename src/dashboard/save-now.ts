import { beginCheckpoints, onlyCheckpoint } from '../checkpoint.ts';
import type { Kg } from '../kg.ts';
import { renderCheckpointMarkdown } from '../render/checkpoint/markdown.ts';

/** Saves a checkpoint of a worktree, as `kg checkpoint` does; answers what to say of it. Rejects where that cannot be done. */
export async function saveNow(kg: Kg, path: string): Promise<string> {
  const asked = {
    selector: path,
    by: 'person',
    markdown: renderCheckpointMarkdown,
    resolve: (one: string) => one,
  } as const;
  const { saved } = await onlyCheckpoint(await beginCheckpoints(kg, asked));
  return `Saved ${saved.checkpoint.id} of ${saved.checkpoint.branch ?? path}`;
}
