import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Survey } from '../../src/survey/surveyed.ts';
import { watch, type Picture } from '../../src/watch.ts';
import { pidsToWatch } from '../../src/watch/places.ts';
import { withSessions } from '../../src/watch/restate.ts';
import { project, session, survey, worktree } from '../helpers/shop.ts';

const empty: Survey = {
  takenAt: '2026-11-22T12:00:00.000Z',
  foldedBefore: null,
  projects: [],
  elsewhere: [],
  sessions: [],
  problems: [],
};

let directory = '';
let ended = new AbortController();
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'kg-watch-'));
  ended = new AbortController();
});
afterEach(() => rm(directory, { recursive: true, force: true }));

function start(
  options: { places?: string[]; slowRound?: number; take?: () => Promise<void>; isAlive?: () => boolean } = {},
) {
  const pictures: Picture[] = [];
  const errors: unknown[] = [];
  const done = watch({
    take: async () => {
      await options.take?.();
      return { survey: empty, places: options.places ?? [directory], pids: [4711] };
    },
    onPicture: (picture) => pictures.push(picture),
    onError: (error) => errors.push(error),
    isAlive: options.isAlive ?? (() => true),
    signal: ended.signal,
    pace: { shortest: 20, pulse: 5, slowRound: options.slowRound ?? 3_600_000 },
  });
  return { pictures, errors, done };
}

test('surveys again when something moves, and says how many places it watches', async () => {
  const { pictures, done } = start();
  // The second look covers what moved before the watches were there.
  await vi.waitFor(() => expect(pictures).toHaveLength(2));
  await writeFile(join(directory, 'HEAD'), 'ref: refs/heads/main');
  await vi.waitFor(() => expect(pictures.length).toBeGreaterThan(2));
  expect(pictures.at(-1)).toMatchObject({ watches: 1, refused: 0 });
  ended.abort();
  await done;
});

test('a look that fails after the end is no failure', async () => {
  const { errors, done } = start({
    take: async () => {
      ended.abort();
      throw new Error('what was looked at is gone');
    },
  });
  await done;
  expect(errors).toEqual([]);
});

test('a place that is not there is no failure, and no watch', async () => {
  const { pictures, done } = start({ places: [join(directory, 'absent'), directory] });
  await vi.waitFor(() => expect(pictures[0]).toMatchObject({ watches: 1, refused: 0 }));
  ended.abort();
  await done;
});

test('a process that ended is a move, though no file tells of it', async () => {
  let alive = true;
  const { pictures, done } = start({ places: [], isAlive: () => alive });
  await vi.waitFor(() => expect(pictures).toHaveLength(1));
  alive = false;
  await vi.waitFor(() => expect(pictures.length).toBeGreaterThan(1));
  ended.abort();
  await done;
});

test('without a move the slow round surveys all the same', async () => {
  const { pictures, done } = start({ places: [], slowRound: 1 });
  await vi.waitFor(() => expect(pictures.length).toBeGreaterThan(3));
  ended.abort();
  await done;
});

test('a failed survey is told and does not end the watch', async () => {
  let round = 0;
  const { pictures, errors, done } = start({
    slowRound: 1,
    take: async () => {
      round += 1;
      if (round === 1) throw new Error('index.lock');
    },
  });
  await vi.waitFor(() => expect(pictures.length).toBeGreaterThan(0));
  expect(errors).toEqual([new Error('index.lock')]);
  ended.abort();
  await done;
});

describe('how sessions stand', () => {
  /** Says in `takenAt` how often it was looked at the sessions alone. */
  function startUrgent(take: () => Promise<void>) {
    const pictures: Picture[] = [];
    let looks = 0;
    const done = watch({
      take: async () => {
        await take();
        return { survey: empty, places: [directory], urgent: [directory], pids: [] };
      },
      restate: async (before) => {
        looks += 1;
        return { ...before, takenAt: `look ${looks}` };
      },
      onPicture: (picture) => pictures.push(picture),
      onError: (error) => {
        throw error;
      },
      isAlive: () => true,
      signal: ended.signal,
      pace: { shortest: 20, pulse: 3_600_000, slowRound: 3_600_000 },
    });
    return { pictures, done };
  }

  test('is shown before the survey under way has ended, and its end shows nothing older', async () => {
    let taken = 0;
    const held = Promise.withResolvers<void>();
    const { pictures, done } = startUrgent(async () => {
      taken += 1;
      if (taken === 3) await held.promise;
    });
    await vi.waitFor(() => expect(pictures).toHaveLength(2));
    await writeFile(join(directory, '4711.json'), '{}');
    await vi.waitFor(() => expect(pictures).toHaveLength(3));
    expect(pictures[2]).toMatchObject({ whole: false, survey: { takenAt: 'look 1' } });
    await vi.waitFor(() => expect(taken).toBe(3));
    await writeFile(join(directory, '4711.json'), '{"status":"waiting"}');
    await vi.waitFor(() => expect(pictures.at(-1)?.survey.takenAt).not.toBe('look 1'));
    held.resolve();
    await vi.waitFor(() => expect(pictures.at(-1)?.whole).toBe(true));
    expect(pictures.at(-1)?.survey.takenAt).toMatch(/^look [3-9]$/u);
    ended.abort();
    await done;
  });

  test('is seen in a directory that comes later, and in another that takes its place', async () => {
    const sessions = join(directory, 'sessions');
    let looks = 0;
    let shown = 0;
    const done = watch({
      take: async () => ({ survey: empty, places: [sessions], urgent: [sessions], pids: [] }),
      restate: async (before) => {
        looks += 1;
        return before;
      },
      onPicture: () => {
        shown += 1;
      },
      onError: (error) => {
        throw error;
      },
      isAlive: () => true,
      signal: ended.signal,
      pace: { shortest: 20, pulse: 5, slowRound: 3_600_000 },
    });
    await vi.waitFor(() => expect(shown).toBe(1));
    const after = async (move: () => Promise<unknown>) => {
      const before = looks;
      await move();
      await vi.waitFor(() => expect(looks).toBeGreaterThan(before), 5000);
    };
    await after(() => mkdir(sessions));
    await after(async () => {
      await rename(sessions, join(directory, 'away'));
      await mkdir(sessions);
    });
    await after(() => writeFile(join(sessions, '4711.json'), '{}'));
    ended.abort();
    await done;
  });

  test('is watched in worktrees, in removed ones and in no repository', () => {
    const at = (pid: number) => ({ sessions: [session({ id: String(pid), pid })] });
    const shop = project([worktree('a', at(1))], { removed: [{ path: '/gone', ...at(2) }] });
    expect(pidsToWatch(survey([shop], { elsewhere: [{ cwd: '/tmp', gone: false, ...at(3) }] }))).toEqual([1, 2, 3]);
  });

  test('is put into a survey that keeps all else it knows of a session', () => {
    const write = { path: '/code/shop.b/x', at: null, grade: 'certain' } as const;
    const own = [{ source: 'registry', says: 'busy' }] as const;
    const visit = { source: 'transcript', says: 'wrote x here' } as const;
    const before = session({ id: 's', status: 'active', writes: [write], evidence: own });
    const other = session({ id: 'other', status: 'idle' });
    const picture = survey(
      [
        project([
          worktree('a', { sessions: [before] }),
          worktree('b', { sessions: [{ ...before, evidence: [...own, visit] }, other] }),
        ]),
      ],
      { sessions: [before, other] },
    );
    const asks = [{ source: 'registry', says: 'waiting' }] as const;
    const fresh = session({ id: 's', status: 'waiting', waitingFor: 'permission prompt', evidence: asks });
    const { projects, sessions } = withSessions(picture, [fresh, session({ id: 'new' })]);
    const after = { ...fresh, writes: [write] };
    expect(projects[0]?.worktrees.map((one) => one.sessions)).toEqual([
      [after],
      [{ ...after, evidence: [...asks, visit] }, other],
    ]);
    expect(sessions).toEqual([after, other]);
  });
});
