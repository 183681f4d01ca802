import type { Session } from '../../sessions/session.ts';
import type { Story, StoryFailure } from '../../sessions/story/story.ts';
import { actionOf } from './action.ts';
import type { Blocker } from '../checkpoint.ts';
import type { DraftWorktree, Uncommitted } from './draft-input.ts';

export type BlockersInput = {
  readonly session: Session | null;
  readonly story: Story | null;
  readonly worktree: Pick<DraftWorktree, 'path' | 'operation'>;
  readonly uncommitted: Pick<Uncommitted, 'unmerged'> | null;
};

/** What keeps the work from going on by itself. */
export function blockersOf({ session, story, worktree, uncommitted }: BlockersInput): readonly Blocker[] {
  return [
    ...(session === null ? [] : waitingFor(session, story, worktree.path)),
    ...(story?.failure == null ? [] : [failure(story.failure)]),
    ...(session?.status === 'crashed' ? [crash(session, story, worktree.path)] : []),
    ...conflicts(uncommitted?.unmerged ?? new Set()),
    ...(worktree.operation === undefined
      ? []
      : [
          {
            kind: 'operation',
            text: `A ${worktree.operation} is waiting to be continued or aborted`,
            source: 'git',
          } as const,
        ]),
  ];
}

/** The registry's own words (2.1.330): `permission prompt`, `input needed`, and others for further dialogs. */
function waitingFor(session: Session, story: Story | null, worktree: string): readonly Blocker[] {
  if (session.status !== 'waiting') return [];
  // The job's own words come shortened: half a word may be half a secret.
  const asked = session.waitingFor?.replace(/\S*…$/u, '…') ?? 'an answer';
  const open = story?.lastCall?.open === true ? actionOf(story.lastCall, worktree) : null;
  const text = open === null ? `Waits for: ${asked}` : `Waits for: ${asked} (${open})`;
  const source = session.pid === undefined && session.jobId !== undefined ? 'job' : 'registry';
  return [{ kind: kindOf(asked), text, source, ...at(session.since) }];
}

function kindOf(asked: string): Blocker['kind'] {
  if (/^(?:permission prompt|sandbox request|approve\b)/u.test(asked)) return 'permission';
  return asked === 'input needed' ? 'question' : 'dialog';
}

/** The client's word for a limit is `rate_limit`; `billing_error` and the spend limits need a person as well. */
function failure({ kind, status, text, at: time }: StoryFailure): Blocker {
  const limit = kind === 'rate_limit' || kind === 'billing_error' || status === 429;
  return { kind: limit ? 'limit' : 'api-error', text, source: 'transcript', ...at(time) };
}

function crash(session: Session, story: Story | null, worktree: string): Blocker {
  const open = story?.lastCall?.open === true ? actionOf(story.lastCall, worktree) : null;
  const text = open === null ? 'The session ended in the middle of a turn' : `The session ended during: ${open}`;
  return { kind: 'crash', text, source: session.transcript === null ? 'registry' : 'transcript', ...at(session.since) };
}

const mostNamed = 5;

function conflicts(unmerged: ReadonlySet<string>): readonly Blocker[] {
  if (unmerged.size === 0) return [];
  const named = [...unmerged].toSorted().slice(0, mostNamed);
  const more = unmerged.size - named.length;
  const text = `Conflicts are not settled in ${named.join(', ')}${more === 0 ? '' : ` and ${more} more`}`;
  return [{ kind: 'conflict', text, source: 'git' }];
}

function at(time: string | null): { readonly at?: string } {
  return time === null ? {} : { at: time };
}
