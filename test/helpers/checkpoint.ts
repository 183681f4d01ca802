import type { Checkpoint } from '../../src/checkpoints/checkpoint.ts';
import type { Unsaved } from '../../src/checkpoints/save.ts';
import type { Since } from '../../src/since.ts';
import { auth, cart, home, minutesAgo } from './shop.ts';

/** A checkpoint of `feature/auth` of two hours ago, without anything that no source says. */
export function checkpoint(fields: Partial<Checkpoint> = {}): Checkpoint {
  return {
    schema: 1,
    id: '20261122T100000000Z-4f9a2c',
    at: minutesAgo(120),
    by: 'person',
    worktree: `${home}/code/shop.auth`,
    branch: 'feature/auth',
    head: auth.head,
    trunk: 'main',
    forkPoint: auth.forkPoint,
    session: null,
    goal: [],
    lastAsk: null,
    done: { sinceFork: null },
    inFlight: null,
    next: [],
    blockers: [],
    tests: null,
    commands: [],
    overlaps: null,
    drift: null,
    code: null,
    problems: [],
    ...fields,
  };
}

/** A checkpoint that says nothing, before it is saved. */
export function unsaved(worktree: string, more: Partial<Unsaved> = {}): Unsaved {
  const { schema: _s, id: _i, at: _a, ...told } = checkpoint({ worktree, branch: 'main', head: null, forkPoint: null });
  return { ...told, ...more };
}

/** A checkpoint in which everything is said, and everything has changed since; `mark` is in every text of another's. */
export function sinceWithEverything(mark = ''): Since {
  const text = (words: string) => `${words}${mark}`;
  const meeting = {
    with: cart.path,
    branch: text('feature/cart'),
    level: 'conflict' as const,
    files: [{ path: text('src/session.ts'), level: 'conflict' as const, kind: 'content' as const }],
    total: 1,
  };
  return {
    checkpoint: checkpoint({
      goal: [{ text: text('Add OAuth login'), source: 'session title' }],
      lastAsk: { text: text('Now the refresh'), source: 'last prompt' },
      done: { sinceFork: { total: 2, commits: [] } },
      next: [
        { text: text('Refresh expired tokens'), source: 'task list' },
        { text: text('Ask Grace about scopes'), source: 'note' },
      ],
      blockers: [{ kind: 'permission', text: text('waits for a permission'), source: 'registry' }],
      tests: {
        command: text('npm test -- oauth'),
        at: minutesAgo(130),
        exit: 1,
        outcome: 'failed',
        stale: true,
      },
      note: text('half way'),
    }),
    commits: [{ oid: auth.head ?? '', at: minutesAgo(20), author: text('Ada'), subject: text('Add the callback') }],
    rewritten: false,
    files: [
      { path: text('src/oauth.ts'), change: 'modified', before: null, after: null },
      { path: text('src/new.ts'), from: text('src/old.ts'), change: 'renamed', before: null, after: null },
    ],
    overlaps: { appeared: [meeting], gone: [{ ...meeting, with: 'main', branch: null, level: 'near', total: 3 }] },
  };
}
