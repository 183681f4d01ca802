import { expect, test } from 'vitest';
import { checkAgents, disagreements } from '../../src/doctor/claude-agents.ts';
import type { Agent } from '../../src/doctor/facts.ts';
import { parseAgents } from '../../src/doctor/gather-claude.ts';
import type { Session } from '../../src/sessions/session.ts';

function session(id: string, status: Session['status'], more: Partial<Session> = {}): Session {
  return {
    id,
    name: null,
    task: null,
    kind: 'interactive',
    status,
    since: null,
    cwd: '/code/shop',
    originalCwd: null,
    lastActivity: null,
    lastAction: null,
    pid: 7,
    configDirectory: '/home/dev/.claude',
    transcript: null,
    writes: [],
    evidence: [],
    ...more,
  };
}

function agent(sessionId: string, status: string | null, more: Partial<Agent> = {}): Agent {
  return { sessionId, status, kind: 'interactive', pid: 7, ...more };
}

test('the same sessions in the same states agree', () => {
  const agents = [agent('a', 'busy'), agent('b', 'idle'), agent('c', 'waiting')];
  expect(disagreements(agents, [session('a', 'active'), session('b', 'idle'), session('c', 'waiting')])).toEqual([]);
});

test('what one of them does not know, and a different status, are named', () => {
  const agents = [agent('a', 'busy'), agent('b', 'idle'), agent('d', null)];
  expect(disagreements(agents, [session('a', 'waiting'), session('c', 'active')])).toMatchInlineSnapshot(`
    [
      "session a: Claude Code says busy, kg says waiting",
      "session b: Claude Code says idle, kg does not know it",
      "session d: Claude Code says nothing of its status, kg does not know it",
      "session c: kg says active, Claude Code does not know it",
    ]
  `);
});

test('what cannot be compared is not held against anybody', () => {
  const agents = [
    agent('shell', 'busy'),
    agent('print', null),
    agent('job', 'busy', { kind: 'background' }),
    agent('new', 'dreaming'),
    agent('done', null, { pid: null }),
  ];
  const { pid: _, ...ended } = session('ended', 'finished');
  expect(
    disagreements(agents, [
      session('shell', 'idle', { note: 'background shell running' }),
      session('print', 'active', { kind: 'print' }),
      session('other-print', 'active', { kind: 'print' }),
      session('job', 'waiting', { kind: 'background' }),
      session('new', 'active'),
      ended,
    ]),
  ).toEqual([]);
});

test('a status that changed in between is no disagreement; one that both readings miss is', () => {
  const answered = { state: 'answered', program: '/usr/bin/claude', agents: [agent('a', 'busy')] } as const;
  const idle = [session('a', 'idle')];
  expect(checkAgents({ ...answered, before: idle, after: [session('a', 'active')] }).verdict).toBe('ok');
  expect(checkAgents({ ...answered, before: [], after: [session('a', 'active')] }).verdict).toBe('ok');
  expect(checkAgents({ ...answered, before: idle, after: idle })).toMatchInlineSnapshot(`
    {
      "evidence": [
        "session a: Claude Code says busy, kg says idle",
      ],
      "id": "claude-agents",
      "mend": "To see what kg goes by, run kg show; to rule out that kg is too old, run npm install --global keepgoing",
      "says": "claude agents --json and kg disagree",
      "subject": "Cross-check",
      "verdict": "warning",
    }
  `);
});

test('without Claude Code there is nothing to compare with; an answer that makes no sense is said', () => {
  expect(checkAgents({ state: 'missing' }).verdict).toBe('skipped');
  expect(checkAgents({ state: 'unasked' }).verdict).toBe('skipped');
  expect(checkAgents({ state: 'failed', program: '/usr/bin/claude', says: 'exit code 1: unknown command' }))
    .toMatchInlineSnapshot(`
    {
      "evidence": [
        "/usr/bin/claude: exit code 1: unknown command",
      ],
      "id": "claude-agents",
      "mend": "To get a Claude Code that knows the command, run claude update",
      "says": "claude agents --json gave no answer to compare with",
      "subject": "Cross-check",
      "verdict": "warning",
    }
  `);
});

test('the answer of claude agents --json is read leniently, and hostile fields are passed over', () => {
  const entry = { pid: 5, sessionId: 'a', kind: 'interactive', status: 'busy', cwd: '/x', startedAt: 1 };
  expect(parseAgents(JSON.stringify([entry, { sessionId: 'b', pid: 'x', status: 9 }, null, 5, { pid: 1 }]))).toEqual([
    { sessionId: 'a', kind: 'interactive', status: 'busy', pid: 5 },
    { sessionId: 'b', kind: null, status: null, pid: null },
  ]);
  for (const text of ['', 'no', '{}', '"a"']) expect(parseAgents(text)).toBeNull();
  expect(parseAgents('[]')).toEqual([]);
});
