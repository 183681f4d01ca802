import { chooseSession } from './choose-session.ts';
import type { Draft, DraftInput } from './draft-input.ts';

/**
 * Says all that a checkpoint says, out of what was read: nothing is read or written here, and nothing is guessed. What comes
 * back has been through the secret filter and is bounded.
 */
export async function draftCheckpoint(input: DraftInput): Promise<Draft> {
  const { worktree } = input;
  const { session } = chooseSession(worktree.sessions);
  throw new Error(`not drafted yet: ${session?.id ?? worktree.path}`);
}
