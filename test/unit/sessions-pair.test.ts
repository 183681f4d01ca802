import { describe, expect, test } from 'vitest';
import type { Place } from '../../src/sessions/owner.ts';
import { pairSessions } from '../../src/sessions/pair.ts';
import { projectFolder } from '../../src/sessions/project-folder.ts';
import { resumeOf } from '../../src/sessions/resume.ts';
import type { Session, Write } from '../../src/sessions/session.ts';
import folders from '../fixtures/claude-code/project-folders.json' with { type: 'json' };

function session(id: string, fields: Partial<Session> = {}): Session {
  return {
    id,
    name: null,
    task: null,
    kind: 'interactive',
    status: 'finished',
    since: null,
    cwd: null,
    originalCwd: null,
    lastActivity: null,
    lastAction: null,
    configDirectory: '/home/ada/.claude',
    transcript: null,
    writes: [],
    evidence: [],
    ...fields,
  };
}

const place = (path: string): Place => ({ path, realPath: path });
const wrote = (path: string, grade: Write['grade'] = 'certain'): Write => ({
  path,
  at: '2026-11-22T12:00:00.000Z',
  grade,
});

function paired(
  sessions: readonly Session[],
  worktrees: readonly Place[],
  caseSensitive = true,
): Record<string, string[]> {
  const { byWorktree, rest } = pairSessions({ sessions, worktrees, caseSensitive });
  const named = [...byWorktree, ['rest', rest] as const];
  return Object.fromEntries(named.map(([path, list]) => [path, list.map(({ id }) => id)]));
}

describe('pairing', () => {
  test('the innermost worktree wins, by whole path segments', () => {
    const worktrees = ['/code/shop', '/code/shop/.claude/worktrees/x', '/code/shop-auth'].map(place);
    const at = (id: string, cwd: string): Session => session(id, { cwd });
    const sessions = [
      at('main', '/code/shop'),
      at('below', '/code/shop/src/deep'),
      at('nested', '/code/shop/.claude/worktrees/x/src'),
      at('removed', '/code/shop/.claude/worktrees/gone'),
      at('sibling', '/code/shop-auth/'),
      at('beside', '/code/shop-authority'),
      at('above', '/code'),
      session('nowhere'),
    ];
    expect(paired(sessions, worktrees)).toMatchInlineSnapshot(`
      {
        "/code/shop": [
          "main",
          "below",
          "removed",
        ],
        "/code/shop-auth": [
          "sibling",
        ],
        "/code/shop/.claude/worktrees/x": [
          "nested",
        ],
        "rest": [
          "beside",
          "above",
          "nowhere",
        ],
      }
    `);
  });

  test('real paths and git’s paths both count; the key is git’s', () => {
    const worktrees = [{ path: '/tmp/shop', realPath: '/private/tmp/shop' }];
    const sessions = [session('real', { cwd: '/private/tmp/shop' }), session('named', { cwd: '/tmp/shop/src' })];
    expect(paired(sessions, worktrees)).toEqual({ '/tmp/shop': ['real', 'named'], rest: [] });
  });

  test('a file system that ignores case, and Windows paths', () => {
    const sessions = [session('a', { cwd: '/Code/SHOP/src' }), session('b', { cwd: String.raw`C:\code\shop\src` })];
    const worktrees = [place('/code/shop'), place('C:/code/shop')];
    expect(paired(sessions, worktrees, false)).toEqual({ '/code/shop': ['a'], 'C:/code/shop': ['b'], rest: [] });
    expect(paired(sessions, worktrees)).toEqual({ '/code/shop': [], 'C:/code/shop': ['b'], rest: ['a'] });
  });

  test('a worktree at the root of the file system', () => {
    expect(paired([session('a', { cwd: '/x' })], [place('/')])).toEqual({ '/': ['a'], rest: [] });
  });

  test('a session is also where it wrote, with the file as evidence; a likely change is not enough', () => {
    const porous = session('porous', {
      cwd: '/code/shop',
      writes: [
        wrote('/code/shop/a.ts'),
        wrote('/code/cart/src/cart.ts'),
        wrote('/code/auth/x.ts', 'likely'),
        wrote('/etc/hosts'),
      ],
    });
    const worktrees = ['/code/shop', '/code/cart', '/code/auth'].map(place);
    const { byWorktree, rest } = pairSessions({ sessions: [porous], worktrees });
    expect([...byWorktree].map(([path, list]) => [path, list.flatMap(({ evidence }) => evidence)])).toEqual([
      ['/code/shop', []],
      ['/code/cart', [{ source: 'transcript', says: 'wrote src/cart.ts here at 2026-11-22T12:00:00.000Z' }]],
      ['/code/auth', []],
    ]);
    expect([byWorktree.get('/code/auth'), rest]).toEqual([[], []]);
  });

  test('a session elsewhere that wrote here belongs here only', () => {
    const visitor = session('visitor', { cwd: '/elsewhere', writes: [wrote('/code/shop/a.ts')] });
    expect(paired([visitor], [place('/code/shop')])).toEqual({ '/code/shop': ['visitor'], rest: [] });
  });
});

describe('the way back in', () => {
  const id = '00000000-0000-4000-8000-000000000001';
  const transcript = `/home/ada/.claude/projects/-code-shop/${id}.jsonl`;
  const ended = session(id, { cwd: '/code/shop', transcript });
  const back = (one: Session, defaultDirectory: string | null = null): unknown =>
    resumeOf({ session: one, home: '/home/ada', defaultDirectory });

  test('an ended session is resumed from the directory that its transcript is filed under', () => {
    expect(back(ended)).toEqual({ command: `cd /code/shop && claude --resume ${id}`, note: null });
    expect(back({ ...ended, cwd: '/code/shop/src/deep' })).toEqual(back(ended));
    expect(back({ ...ended, cwd: '/code/cart' })).toEqual({
      command: `cd /code/cart && claude --resume ${id}`,
      note: null,
    });
    expect(back({ ...ended, cwd: null })).toEqual({ command: `claude --resume ${id}`, note: null });
  });

  test('another config directory is named, and everything is quoted', () => {
    const odd = { ...ended, cwd: "/code/it's $HOME; rm", transcript: null, configDirectory: '/home/ada/my claude' };
    expect(back(odd)).toEqual({
      command: String.raw`cd '/code/it'\''s $HOME; rm' && CLAUDE_CONFIG_DIR='/home/ada/my claude' claude --resume ${id}`,
      note: null,
    });
    expect(back(ended, '/home/ada/.claude/')).toEqual(back(ended));
    expect(back(ended, '/other')).toMatchObject({
      command: `cd /code/shop && CLAUDE_CONFIG_DIR=/home/ada/.claude claude --resume ${id}`,
    });
  });

  test('what runs is joined or copied; a subagent is reached through its session', () => {
    const running = { ...ended, status: 'idle', pid: 4546 } as const;
    const job = { ...running, kind: 'background', jobId: '41203887' } as const;
    const subagent = {
      ...ended,
      id: `${id}/agent-a1`,
      kind: 'subagent',
      originalCwd: '/code/shop',
      cwd: '/code/w',
    } as const;
    expect([back(running), back(job), back({ ...job, status: 'finished' }), back(subagent)]).toMatchInlineSnapshot(`
      [
        {
          "command": "cd /code/shop && claude --resume 00000000-0000-4000-8000-000000000001 --fork-session",
          "note": "the session runs in process 4546; this opens a copy of it",
        },
        {
          "command": "cd /code/shop && claude attach 41203887",
          "note": "a background job is opened where it runs",
        },
        {
          "command": "cd /code/shop && claude attach 41203887",
          "note": "a background job is opened where it runs",
        },
        {
          "command": "cd /code/shop && claude --resume 00000000-0000-4000-8000-000000000001",
          "note": "a subagent is reached through its session",
        },
      ]
    `);
  });

  test('project folders are named as the client names them', () => {
    expect(folders.map(({ cwd }) => projectFolder(cwd))).toEqual(folders.map(({ folder }) => folder));
  });
});
