import type { Session } from '../../src/sessions/session.ts';
import type { Project, Survey, Surveyed } from '../../src/survey/surveyed.ts';

/** The example world of all render tests: the repository `shop`, at one moment. */
export const home = '/home/ada';
export const now = new Date('2026-11-22T12:00:00Z');
const code = `${home}/code`;

/** The time that many minutes before `now`. */
export function minutesAgo(minutes: number): string {
  return new Date(now.getTime() - minutes * 60_000).toISOString();
}

export function session(fields: Partial<Session> = {}): Session {
  return {
    id: '11111111-2222-4333-8444-555555555555',
    name: null,
    task: null,
    kind: 'interactive',
    status: 'active',
    since: null,
    cwd: null,
    originalCwd: null,
    lastActivity: fields.since ?? null,
    lastAction: null,
    configDirectory: `${home}/.claude`,
    transcript: null,
    writes: [],
    evidence: [],
    ...fields,
  };
}

/** A linked worktree of `shop`, clean and level with the trunk unless told. */
export function worktree(branch: string | null, fields: Partial<Surveyed> = {}): Surveyed {
  const folder = (branch ?? 'spike').replace(/.*\//u, '');
  return {
    path: `${code}/shop.${folder}`,
    branch,
    head: '4f2a9c01d5e6b7a8c9d0e1f2a3b4c5d6e7f8a9b0',
    main: false,
    state: 'ok',
    gitDirectory: `${code}/shop/.git/worktrees/shop.${folder}`,
    current: false,
    distance: { ahead: 0, behind: 0 },
    changes: clean,
    files: [],
    forkPoint: '0c1d2e3f405162738495a6b7c8d9e0f1a2b3c4d5',
    overlap: { level: 'unknown', with: [] },
    saved: null,
    verdict: null,
    sessions: [],
    folded: 0,
    ...fields,
  };
}

const clean = { files: 0, added: 0, deleted: 0, uncommitted: 0, untracked: 0 };

export function mainWorktree(fields: Partial<Surveyed> = {}): Surveyed {
  return worktree('main', { path: `${code}/shop`, main: true, gitDirectory: `${code}/shop/.git`, ...fields });
}

export function project(worktrees: readonly Surveyed[], fields: Partial<Project> = {}): Project {
  return {
    root: `${code}/shop`,
    commonDirectory: `${code}/shop/.git`,
    trunk: 'main',
    worktrees,
    removed: [],
    overlaps: null,
    ...fields,
  };
}

export function survey(projects: readonly Project[], fields: Partial<Survey> = {}): Survey {
  return {
    takenAt: now.toISOString(),
    foldedBefore: null,
    projects,
    elsewhere: [],
    sessions: [],
    problems: [],
    ...fields,
  };
}

export const auth = worktree('feature/auth', {
  current: true,
  distance: { ahead: 2, behind: 0 },
  changes: { files: 7, added: 120, deleted: 14, uncommitted: 3, untracked: 1 },
  sessions: [
    session({
      status: 'active',
      since: minutesAgo(2),
      task: 'Add OAuth login and session refresh',
      lastAction: 'Edit src/user.ts',
    }),
  ],
});

export const cart = worktree('feature/cart', {
  distance: { ahead: 1, behind: 3 },
  changes: { files: 5, added: 88, deleted: 31, uncommitted: 5, untracked: 0 },
  sessions: [
    session({
      id: '22222222-2222-4333-8444-555555555555',
      status: 'waiting',
      waitingFor: 'permission prompt',
      since: minutesAgo(9),
      task: 'Rework the cart so prices are kept in cents',
      lastAction: 'Bash npm test',
    }),
  ],
});

const receipt = worktree('fix/receipt-total', {
  distance: { ahead: 1, behind: 3 },
  changes: { files: 2, added: 9, deleted: 4, uncommitted: 0, untracked: 0 },
  sessions: [
    session({
      id: '33333333-2222-4333-8444-555555555555',
      status: 'idle',
      since: minutesAgo(185),
      task: 'Round receipt totals once',
      lastAction: 'Read src/receipt.ts',
    }),
  ],
});

const readme = worktree('docs/readme', {
  changes: { files: 1, added: 3, deleted: 3, uncommitted: 1, untracked: 0 },
});

export const missing = worktree('spike/search', { state: 'missing', changes: null, distance: null });

/** Six worktrees, three sessions. */
export const shop = survey([project([auth, cart, receipt, readme, missing, mainWorktree()])]);
