import type { Git } from '../../git/run.ts';
import { chooseSession } from './choose-session.ts';
import { readDone, type DoneOptions } from './done.ts';
import type { DraftInput } from './draft-input.ts';
import type { Stories } from './stories.ts';
import { readLastModified, readUncommitted, type UncommittedOptions } from './uncommitted.ts';

/** What is known of the worktree before anything is read for its draft. */
export type DraftAsked = Pick<
  DraftInput,
  'worktree' | 'trunk' | 'home' | 'overlaps' | 'branches' | 'drift' | 'note' | 'next' | 'tests' | 'problems'
> & {
  readonly git: Git;
  /** The process environment of kg. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** What differs from HEAD, by name; `null` when it could not be looked at. */
  readonly snapshot: UncommittedOptions['snapshot'] | null;
  readonly previous: DoneOptions['previous'];
  readonly stories: Stories;
};

/** Reads what a draft is made from: the session's transcript, the commits, and the lines of what is not committed. */
export async function gatherDraft(asked: DraftAsked): Promise<DraftInput> {
  const { git, env, worktree, trunk, home, overlaps, branches, drift, note, next, tests, snapshot, previous } = asked;
  const { session } = chooseSession(worktree.sessions);
  const [told, done, uncommitted, lastModified] = await Promise.all([
    session === null ? null : asked.stories(session),
    readDone({ git, env, worktree, previous }),
    snapshot === null ? null : readUncommitted({ git, worktree, snapshot }),
    readLastModified(worktree),
  ]);
  return {
    worktree,
    trunk,
    home,
    story: told?.story ?? null,
    done,
    uncommitted,
    overlaps,
    branches,
    drift,
    lastModified,
    ...(note === undefined ? {} : { note }),
    ...(next === undefined ? {} : { next }),
    tests,
    problems: [...asked.problems, ...(told?.problems ?? [])],
  };
}
