import { describe, expect, test } from 'vitest';
import { chooseSession } from '../../src/checkpoints/draft/choose-session.ts';
import { draftCheckpoint } from '../../src/checkpoints/draft/draft.ts';
import type { DraftInput } from '../../src/checkpoints/draft/draft-input.ts';
import type { Session } from '../../src/sessions/session.ts';
import type { Story, StoryCall } from '../../src/sessions/story/story.ts';

const worktree = '/code/shop.auth';
const oid = (digit: string): string => digit.repeat(40);

const session = (fields: Partial<Session> = {}): Session => ({
  id: '00000000-0000-4000-8000-000000000001',
  name: null,
  task: 'Add OAuth login',
  kind: 'interactive',
  status: 'finished',
  since: '2026-11-22T12:20:00.000Z',
  cwd: worktree,
  originalCwd: null,
  lastActivity: '2026-11-22T12:20:00.000Z',
  lastAction: 'Edit src/auth.ts',
  configDirectory: '/home/ada/.claude',
  transcript: '/home/ada/.claude/projects/-code-shop-auth/00000000-0000-4000-8000-000000000001.jsonl',
  writes: [],
  evidence: [],
  ...fields,
});

const told = (text: string, at: string) => ({ text, cut: false, at });

const call = (fields: Partial<StoryCall> = {}): StoryCall => ({
  tool: 'Bash',
  about: 'npm run lint',
  cut: false,
  cwd: worktree,
  at: '2026-11-22T12:20:00.000Z',
  open: true,
  ...fields,
});

const story = (fields: Partial<Story> = {}): Story => ({
  title: null,
  generatedTitle: null,
  firstPrompt: null,
  lastPrompt: null,
  tasks: [],
  plan: null,
  commands: [],
  failure: null,
  lastCall: null,
  ...fields,
});

const input = (fields: Partial<DraftInput> = {}): DraftInput => ({
  worktree: {
    path: worktree,
    branch: 'feature/auth',
    head: oid('b'),
    main: false,
    state: 'ok',
    gitDirectory: '/code/shop/.git/worktrees/shop.auth',
    distance: { ahead: 1, behind: 0 },
    files: [],
    forkPoint: oid('a'),
    sessions: [session()],
  },
  trunk: 'main',
  home: '/home/ada',
  story: null,
  done: { sinceFork: { total: 0, commits: [] } },
  uncommitted: { tracked: [], untracked: [], unmerged: new Set() },
  overlaps: null,
  branches: new Map(),
  drift: null,
  lastModified: null,
  tests: [],
  problems: [],
  ...fields,
});

const withSession = (fields: Partial<Session>, rest: Partial<DraftInput> = {}): DraftInput => {
  const base = input(rest);
  return { ...base, worktree: { ...base.worktree, sessions: [session(fields)] } };
};

test('all that the sources say, each with its source', async () => {
  const draft = await draftCheckpoint(
    input({
      story: story({
        title: 'oauth',
        generatedTitle: 'OAuth login',
        firstPrompt: told('Add OAuth login\n\n- with refresh', '2026-11-22T12:00:00.000Z'),
        lastPrompt: told('Now the refresh', '2026-11-22T12:10:00.000Z'),
        tasks: [
          { id: '1', subject: 'Exchange the code', status: 'completed' },
          { id: '2', subject: 'Keep the token', status: 'pending' },
          { id: '3', subject: 'Refresh the token', status: 'in_progress' },
        ],
        plan: told('1. Exchange\n2. Refresh', '2026-11-22T12:05:00.000Z'),
        commands: [
          {
            command: 'npm test',
            cut: false,
            cwd: worktree,
            from: '2026-11-22T12:14:00.000Z',
            to: '2026-11-22T12:15:00.000Z',
            exit: 1,
            end: 'ended',
            background: false,
          },
        ],
        lastCall: call({ tool: 'Edit', about: `${worktree}/src/auth.ts`, open: false }),
      }),
      done: {
        sinceFork: {
          total: 1,
          commits: [{ oid: oid('b'), at: '2026-11-22T12:12:00.000Z', subject: 'auth: exchange' }],
        },
      },
      uncommitted: {
        tracked: [{ path: 'src/auth.ts', change: 'modified', added: 4, deleted: 1, before: null }],
        untracked: [{ path: 'notes.md', lines: 2 }],
        unmerged: new Set(),
      },
      overlaps: {
        pairs: [
          {
            a: worktree,
            b: '/code/shop.cart',
            level: 'conflict',
            receiver: null,
            files: [
              { path: 'src/a.ts', level: 'file', class: 'source', a: null, b: null },
              { path: 'src/session.ts', level: 'conflict', kind: 'content', class: 'source', a: null, b: null },
            ],
          },
          { a: '/code/other', b: '/code/shop.cart', level: 'conflict', receiver: null, files: [] },
        ],
        trunk: [],
      },
      branches: new Map([['/code/shop.cart', 'feature/cart']]),
      lastModified: '2026-11-22T12:16:00.000Z',
      note: 'Cookies next',
      next: 'Ask Grace about the scopes',
    }),
  );
  expect(draft).toMatchInlineSnapshot(`
    {
      "blockers": [],
      "branch": "feature/auth",
      "commands": [],
      "done": {
        "sinceFork": {
          "commits": [
            {
              "at": "2026-11-22T12:12:00.000Z",
              "oid": "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
              "subject": "auth: exchange",
            },
          ],
          "total": 1,
        },
      },
      "drift": null,
      "forkPoint": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
      "goal": [
        {
          "source": "session name",
          "text": "oauth",
        },
        {
          "source": "session title",
          "text": "OAuth login",
        },
        {
          "at": "2026-11-22T12:00:00.000Z",
          "source": "first prompt",
          "text": "Add OAuth login - with refresh",
        },
      ],
      "head": "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
      "inFlight": {
        "added": 6,
        "deleted": 1,
        "files": [
          {
            "added": 2,
            "change": "untracked",
            "deleted": 0,
            "path": "notes.md",
          },
          {
            "added": 4,
            "change": "modified",
            "deleted": 1,
            "path": "src/auth.ts",
          },
        ],
        "total": 2,
      },
      "lastAsk": {
        "at": "2026-11-22T12:10:00.000Z",
        "source": "last prompt",
        "text": "Now the refresh",
      },
      "next": [
        {
          "source": "note",
          "text": "Ask Grace about the scopes",
        },
        {
          "source": "task list",
          "text": "Refresh the token (in progress)",
        },
        {
          "source": "task list",
          "text": "Keep the token",
        },
        {
          "at": "2026-11-22T12:05:00.000Z",
          "source": "plan",
          "text": "1. Exchange
    2. Refresh",
        },
      ],
      "note": "Cookies next",
      "overlaps": [
        {
          "branch": "feature/cart",
          "files": [
            {
              "kind": "content",
              "level": "conflict",
              "path": "src/session.ts",
            },
            {
              "level": "file",
              "path": "src/a.ts",
            },
          ],
          "level": "conflict",
          "total": 2,
          "with": "/code/shop.cart",
        },
      ],
      "problems": [],
      "session": {
        "configDirectory": "/home/ada/.claude",
        "id": "00000000-0000-4000-8000-000000000001",
        "kind": "interactive",
        "lastAction": "Edit src/auth.ts",
        "lastActivity": "2026-11-22T12:20:00.000Z",
        "name": "oauth",
        "resume": "cd /code/shop.auth && claude --resume 00000000-0000-4000-8000-000000000001",
        "status": "finished",
        "transcript": "/home/ada/.claude/projects/-code-shop-auth/00000000-0000-4000-8000-000000000001.jsonl",
      },
      "tests": {
        "at": "2026-11-22T12:15:00.000Z",
        "command": "npm test",
        "exit": 1,
        "outcome": "failed",
        "stale": true,
      },
      "trunk": "main",
      "worktree": "/code/shop.auth",
    }
  `);
});

test('what no source says is absent', async () => {
  const { worktree: place } = input();
  const draft = await draftCheckpoint(
    input({ worktree: { ...place, sessions: [] }, uncommitted: null, done: null, trunk: null }),
  );
  expect(draft).toMatchInlineSnapshot(`
    {
      "blockers": [],
      "branch": "feature/auth",
      "commands": [],
      "done": {
        "sinceFork": null,
      },
      "drift": null,
      "forkPoint": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
      "goal": [],
      "head": "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
      "inFlight": null,
      "lastAsk": null,
      "next": [],
      "overlaps": null,
      "problems": [],
      "session": null,
      "tests": null,
      "trunk": null,
      "worktree": "/code/shop.auth",
    }
  `);
});

describe('what stands in the way', () => {
  const blockers = async (asked: DraftInput) =>
    (await draftCheckpoint(asked)).blockers.map(({ kind, text, source }) => `${kind}: ${text} (${source})`);

  test('a person who must answer', async () => {
    expect([
      await blockers(
        withSession(
          { status: 'waiting', waitingFor: 'permission prompt', pid: 7 },
          { story: story({ lastCall: call() }) },
        ),
      ),
      await blockers(
        withSession(
          { status: 'waiting', waitingFor: 'input needed', pid: 7 },
          { story: story({ lastCall: call({ tool: 'AskUserQuestion', about: 'Round half up?' }) }) },
        ),
      ),
      await blockers(withSession({ status: 'waiting', waitingFor: 'dialog open', pid: 7 })),
      await blockers(
        withSession({ status: 'waiting', waitingFor: 'approve Bash: npm run lint', jobId: '4f', kind: 'background' }),
      ),
    ]).toMatchInlineSnapshot(`
      [
        [
          "permission: Waits for: permission prompt (Bash npm run lint) (registry)",
        ],
        [
          "question: Waits for: input needed (asked: Round half up?) (registry)",
        ],
        [
          "dialog: Waits for: dialog open (registry)",
        ],
        [
          "permission: Waits for: approve Bash: npm run lint (job)",
        ],
      ]
    `);
  });

  test('an error, a limit, a crash, conflicts, an operation', async () => {
    const failed = (kind: string | null, status: number | null) =>
      story({ failure: { kind, status, text: 'API Error: 400 scripted failure', at: null } });
    const { worktree: place } = input();
    expect([
      await blockers(input({ story: failed('unknown', 400) })),
      await blockers(input({ story: failed('rate_limit', 429) })),
      await blockers(withSession({ status: 'crashed' }, { story: story({ lastCall: call() }) })),
      await blockers(withSession({ status: 'crashed', transcript: null })),
      await blockers(
        input({
          worktree: { ...place, operation: 'rebase' },
          uncommitted: { tracked: [], untracked: [], unmerged: new Set(['g', 'f', 'e', 'd', 'c', 'b', 'a']) },
        }),
      ),
    ]).toMatchInlineSnapshot(`
      [
        [
          "api-error: API Error: 400 scripted failure (transcript)",
        ],
        [
          "limit: API Error: 400 scripted failure (transcript)",
        ],
        [
          "crash: The session ended during: Bash npm run lint (transcript)",
        ],
        [
          "crash: The session ended in the middle of a turn (registry)",
        ],
        [
          "conflict: Conflicts are not settled in a, b, c, d, e and 2 more (git)",
          "operation: A rebase is waiting to be continued or aborted (git)",
        ],
      ]
    `);
  });
});

test('the session that is live counts, else the one that was last at work; other live ones are named', () => {
  const idle = session({ id: 'idle', status: 'idle', pid: 1, lastActivity: '2026-11-22T12:30:00.000Z' });
  const waits = session({ id: 'waits', status: 'waiting', pid: 2, lastActivity: '2026-11-22T12:10:00.000Z' });
  const old = session({ id: 'old', lastActivity: '2026-11-22T13:00:00.000Z' });
  const older = session({ id: 'older', lastActivity: '2026-11-22T11:00:00.000Z' });
  const hand = session({ id: 'waits/agent-1', kind: 'subagent', status: 'active' });
  const ids = (sessions: readonly Session[]) => {
    const { session: chosen, others } = chooseSession(sessions);
    return [chosen?.id, ...others.map(({ id }) => id)];
  };
  expect(ids([old, idle, waits, hand])).toEqual(['waits', 'idle', 'waits/agent-1']);
  expect(ids([older, old])).toEqual(['old']);
  expect(ids([hand, older])).toEqual(['older', 'waits/agent-1']);
  expect(ids([])).toEqual([undefined]);
});

test('the way back in is the one for when the session has ended, wherever it was configured', async () => {
  const resume = async (fields: Partial<Session>) => (await draftCheckpoint(withSession(fields))).session?.resume;
  const id = '00000000-0000-4000-8000-000000000001';
  expect(await resume({ status: 'active', pid: 42 })).toBe(`cd ${worktree} && claude --resume ${id}`);
  expect(await resume({ configDirectory: '/home/ada/.claude-work' })).toBe(
    `cd ${worktree} && CLAUDE_CONFIG_DIR=/home/ada/.claude-work claude --resume ${id}`,
  );
});

test('many uncommitted files: the first forty, and all in the counts', async () => {
  const untracked = Array.from({ length: 60 }, (_, at) => ({ path: `f${String(at).padStart(2, '0')}`, lines: 1 }));
  const { inFlight } = await draftCheckpoint(input({ uncommitted: { tracked: [], untracked, unmerged: new Set() } }));
  expect(inFlight?.files).toHaveLength(40);
  expect(inFlight).toMatchObject({ total: 60, added: 60, deleted: 0 });
});
