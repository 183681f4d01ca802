import type { Checkpoint } from '../../src/checkpoints/checkpoint.ts';
import { auth, home, minutesAgo } from './shop.ts';

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
