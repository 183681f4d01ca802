import type { Checkpoint } from '../../src/checkpoints/checkpoint.ts';

const oid = (digit: string): string => digit.repeat(40);
const at = '2026-11-22T12:00:00.000Z';

/** A checkpoint in which everything is said that can be said; `text` stands wherever somebody's words can. */
export function fullCheckpoint(text: string): Checkpoint {
  const session = {
    id: '00000000-0000-4000-8000-000000000001',
    name: text,
    kind: 'interactive',
    status: 'waiting',
    waitingFor: text,
    lastActivity: at,
    lastAction: text,
    configDirectory: `/home/ada/.claude/${text}`,
    transcript: `/home/ada/.claude/projects/${text}.jsonl`,
    resume: `cd ${text} && claude --resume 00000000-0000-4000-8000-000000000001`,
  } as const;
  const commit = { oid: oid('a'), at, subject: text };
  const run = { command: text, at, exit: 1, outcome: 'failed', stale: true } as const;
  return {
    schema: 1,
    id: '20261122T120000000Z-4f9a2c',
    at,
    by: 'person',
    worktree: '/code/shop',
    branch: text,
    head: oid('b'),
    trunk: text,
    forkPoint: oid('c'),
    operation: 'rebase',
    session,
    others: [{ ...session, id: '00000000-0000-4000-8000-000000000002' }],
    goal: [
      { text, source: 'session name' },
      { text, source: 'session title' },
      { text, source: 'first prompt', at },
    ],
    lastAsk: { text, source: 'last prompt', at },
    done: {
      sinceFork: { total: 2, commits: [commit, commit] },
      sincePrevious: { checkpoint: '20261122T110000000Z-aaaaaa', total: 1, commits: [commit] },
    },
    inFlight: {
      total: 2,
      added: 3,
      deleted: 1,
      files: [
        { path: text, change: 'modified', added: 3, deleted: 1 },
        { path: text, change: 'unmerged', added: null, deleted: null },
      ],
    },
    next: [
      { text, source: 'note' },
      { text, source: 'task list' },
      { text, source: 'plan', at },
    ],
    blockers: [{ kind: 'permission', text, source: 'registry', at }],
    tests: { ...run, doubt: 'piped' },
    commands: [run],
    overlaps: [{ with: text, branch: text, level: 'conflict', files: [{ path: text, level: 'conflict' }], total: 4 }],
    drift: [{ path: text, writer: text, outcome: 'lacks' }],
    note: text,
    summary: { text, at, model: text, cost: 0.0123 },
    code: {
      commit: oid('d'),
      tree: oid('e'),
      staged: null,
      parents: [oid('b')],
      files: [{ path: text, change: 'modified', mode: '100644', base: oid('1'), now: oid('2') }],
      skipped: [{ path: text, reason: 'secret' }],
    },
    problems: [{ code: 'SNAPSHOT_PARTIAL', message: text }],
  };
}
