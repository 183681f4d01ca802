import { resumeCommand } from '../../sessions/resume.ts';
import type { Session } from '../../sessions/session.ts';
import { actionOf } from './action.ts';
import { blockersOf } from './blockers.ts';
import type { CheckpointSession } from '../checkpoint.ts';
import { chooseSession, isLive } from './choose-session.ts';
import { cleanDraft } from './clean-draft.ts';
import { commandRuns } from './command-runs.ts';
import type { Draft, DraftInput } from './draft-input.ts';
import { goalOf, lastAskOf } from './goal.ts';
import { inFlightOf } from './in-flight.ts';
import { nextOf } from './next.ts';
import { overlapsOf } from './overlaps-of.ts';
import { openSecretFilter, type SecretFilter } from '../secrets/filter.ts';

/**
 * Says all that a checkpoint says, out of what was read: nothing is read or written here but the rules of the secret filter,
 * and nothing is guessed. What comes back has been through that filter and is bounded. `filter` is given by tests only.
 */
export async function draftCheckpoint(
  input: DraftInput,
  { filter = openSecretFilter }: { readonly filter?: () => Promise<SecretFilter> } = {},
): Promise<Draft> {
  return cleanDraft(composeDraft(input), filter);
}

/** The whole draft, as it was said: with secrets in it. */
function composeDraft(input: DraftInput): Draft {
  const { worktree, trunk, story, uncommitted, note } = input;
  const { session, others } = chooseSession(worktree.sessions);
  const { tests, commands } = commandRuns({
    commands: story?.commands ?? [],
    worktree: worktree.path,
    patterns: input.tests,
    lastChange: lastChangeOf(session, input),
    live: session?.status === 'active' || session?.status === 'waiting',
  });
  return {
    worktree: worktree.path,
    branch: worktree.branch,
    head: worktree.head,
    trunk,
    forkPoint: worktree.forkPoint,
    ...(worktree.operation === undefined ? {} : { operation: worktree.operation }),
    session: session === null ? null : told(session, input, 'chosen'),
    ...(others.length === 0 ? {} : { others: others.map((one) => told(one, input, 'other')) }),
    goal: goalOf(session, story),
    lastAsk: lastAskOf(story),
    done: input.done ?? { sinceFork: null },
    inFlight: inFlightOf(uncommitted),
    next: nextOf(story, input.next),
    blockers: blockersOf({ session, story, worktree, uncommitted }),
    tests,
    commands,
    overlaps: overlapsOf({ overlaps: input.overlaps, worktree: worktree.path, branches: input.branches }),
    drift: input.drift,
    ...(note === undefined || note.trim() === '' ? {} : { note }),
    problems: input.problems,
  };
}

function told(session: Session, { story, home, worktree }: DraftInput, which: 'chosen' | 'other'): CheckpointSession {
  const { id, kind, status, waitingFor, lastActivity, configDirectory, transcript } = session;
  const call = which === 'chosen' ? (story?.lastCall ?? null) : null;
  return {
    id,
    name: (which === 'chosen' ? story?.title : null) ?? session.name,
    kind,
    status,
    ...(waitingFor === undefined ? {} : { waitingFor }),
    lastActivity,
    // What the session says of itself may have been cut in the middle of a secret; the transcript has it whole.
    lastAction: call === null ? (session.lastAction?.split(' ', 1)[0] ?? null) : actionOf(call, worktree.path),
    configDirectory,
    transcript,
    resume: resumeCommand({ session: ended(session), home, defaultDirectory: null }),
  };
}

/** A checkpoint is read when its session has ended, so the way back in is the one for then. */
function ended(session: Session): Session {
  const { pid: _, ...rest } = session;
  return isLive(session) ? { ...rest, status: 'finished' } : rest;
}

/** When the session last wrote a file of the worktree, or the file system says that one was changed. */
function lastChangeOf(session: Session | null, { worktree, lastModified }: DraftInput): string | null {
  const written = (session?.writes ?? [])
    .filter(({ path, grade }) => grade === 'certain' && path.startsWith(`${worktree.path}/`))
    .map(({ at }) => at);
  return [lastModified, ...written].reduce((a, b) => (b !== null && (a === null || b > a) ? b : a), null);
}
