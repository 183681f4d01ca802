import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Survey } from '../../src/survey.ts';
import { watch, type Picture } from '../../src/watch.ts';

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
