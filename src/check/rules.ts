import type { ReasonCode, Weight } from './codes.ts';
import type { CheckFacts } from './facts.ts';
import { driftFindings, overlapFinding, semanticFindings, type Finding } from './finding.ts';

export type Rule = {
  readonly code: ReasonCode;
  readonly weight: Weight;
  /** When it speaks, for people. */
  readonly means: string;
  readonly find: (facts: CheckFacts) => readonly Omit<Finding, 'code'>[];
};

/** Every rule of `kg check`, the heaviest first. Pure: facts in, findings out. */
export const rules: readonly Rule[] = [
  {
    code: 'conflict',
    weight: 'stop',
    means: 'its changes conflict with those of a worktree in which a session is at work',
    find: ({ overlaps }) => overlaps.filter(({ level, isLive }) => level === 'conflict' && isLive).map(overlapFinding),
  },
  {
    code: 'shared-file',
    weight: 'stop',
    means: 'two sessions changed the same file in this worktree',
    find: ({ shared }) => (shared.length === 0 ? [] : [{ paths: shared }]),
  },
  {
    code: 'branch-switched',
    weight: 'stop',
    means: 'HEAD was moved to another branch while a session ran, and not by that session',
    find: ({ switched }) => switched,
  },
  {
    code: 'unread',
    weight: 'unknown',
    means: 'something that matters could not be read; this weight cannot be changed',
    find: ({ unread }) => unread.map((detail) => ({ detail })),
  },
  {
    code: 'conflict-at-rest',
    weight: 'caution',
    means: 'its changes conflict with those of a worktree in which nobody is at work',
    find: ({ overlaps }) => overlaps.filter(({ level, isLive }) => level === 'conflict' && !isLive).map(overlapFinding),
  },
  {
    code: 'semantic',
    weight: 'caution',
    means:
      'it merges without a conflict with a worktree in which a session is at work, or with the trunk, into code that is wrong',
    find: semanticFindings,
  },
  {
    code: 'lacks',
    weight: 'caution',
    means: 'a session here read a file of which a committed change is missing',
    find: (facts) => driftFindings(facts, 'lacks'),
  },
  {
    code: 'uncommitted',
    weight: 'caution',
    means: 'a session here read a file that is being changed elsewhere, not committed yet',
    find: (facts) => driftFindings(facts, 'uncommitted'),
  },
  {
    code: 'read-before',
    weight: 'caution',
    means: 'a change has arrived in a file, and the session last read it before',
    find: (facts) => driftFindings(facts, 'read-before'),
  },
  {
    code: 'trunk-conflict',
    weight: 'caution',
    means: 'merging the trunk would stop at a file changed here',
    find: ({ trunk, trunkConflicts }) =>
      trunkConflicts.length === 0 ? [] : [{ ...(trunk === null ? {} : { with: trunk }), paths: trunkConflicts }],
  },
  {
    code: 'near',
    weight: 'caution',
    means: 'its changes come within three lines of those of a worktree in which a session is at work',
    find: ({ overlaps }) => overlaps.filter(({ level, isLive }) => level === 'near' && isLive).map(overlapFinding),
  },
  {
    code: 'two-sessions',
    weight: 'caution',
    means: 'several sessions are at work in this one worktree',
    find: ({ live }) => (live.length < 2 ? [] : [{ count: live.length }]),
  },
  {
    code: 'outside',
    weight: 'caution',
    means: 'a session changed files of a worktree that it does not work in',
    find: ({ outside }) =>
      outside.map(({ session, home, wrote, paths }) => ({
        session,
        ...(home === null ? {} : { from: home }),
        to: wrote,
        paths,
      })),
  },
  {
    code: 'resumed-elsewhere',
    weight: 'caution',
    means: 'a session that began in another worktree was resumed here',
    find: ({ resumed }) => resumed,
  },
  {
    code: 'crashed',
    weight: 'caution',
    means: 'a session was killed in the middle of its turn',
    find: ({ crashed }) => crashed.map(({ id }) => ({ session: id })),
  },
  {
    code: 'operation',
    weight: 'caution',
    means: 'a rebase, merge, cherry-pick, revert or bisect is parked here',
    find: ({ operation }) => (operation === null ? [] : [{ detail: operation }]),
  },
  {
    code: 'detached',
    weight: 'caution',
    means: 'there are commits on a detached HEAD',
    find: ({ detachedCommits }) => (detachedCommits === 0 ? [] : [{ count: detachedCommits }]),
  },
  {
    code: 'trunk-moved',
    weight: 'info',
    means: 'the trunk moved on files that were changed or read here',
    find: ({ moved }) => (moved === null || moved.changed + moved.read === 0 ? [] : [{ with: moved.trunk, moved }]),
  },
  {
    code: 'checkpoint-stale',
    weight: 'info',
    means: 'sessions here have written files since the last checkpoint',
    find: ({ checkpoint }) =>
      checkpoint === null || checkpoint.filesSince === 0 ? [] : [{ at: checkpoint.at, count: checkpoint.filesSince }],
  },
];
