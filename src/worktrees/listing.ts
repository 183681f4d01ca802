import type { Git, GitAnswer } from '../git/run.ts';
import { worktreeListArgs } from '../git/worktree-list.ts';

/** What git printed; `null` when it failed, and is asked again where the failure can be told. */
export type Listing = GitAnswer | null;

/** Begins to ask git for the worktrees around a directory, beside the question which repository it is in. Never rejects. */
export function beginListing({ git, directory }: { readonly git: Git; readonly directory: string }): Promise<Listing> {
  return git.run({ cwd: directory, args: worktreeListArgs, ahead: true }).catch(() => null);
}
