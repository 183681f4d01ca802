import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { follow } from '../../src/dashboard/follow.ts';
import { openKg } from '../../src/kg.ts';
import { survey } from '../../src/survey.ts';
import type { Survey } from '../../src/survey/surveyed.ts';
import type { Picture } from '../../src/watch.ts';
import { place, repo } from '../helpers/repo.ts';
import { claude, sessionId } from '../helpers/sessions.ts';

test.each(['project', 'all'] as const)(
  'a new session is shown where it works before the next survey has ended (%s)',
  async (scope) => {
    const shop = await repo();
    const auth = shop.worktree('feature/auth');
    const home = place('home');
    const elsewhere = join(home, 'notes');
    mkdirSync(elsewhere, { recursive: true });
    const sessions = claude(home);
    // A session that the survey knows, so that the project is known to it in either scope.
    sessions.session({ cwd: shop.path }).kill9();

    const pictures: Picture[] = [];
    const saved: Survey[] = [];
    const ended = new AbortController();
    let surveys = 0;
    const open = () =>
      openKg({
        directory: shop.path,
        home,
        env: process.env,
        platform: process.platform,
        now: () => new Date('2026-11-22T12:00:00.000Z'),
        concurrency: 4,
        needs: 'project',
      });
    const following = follow(
      {
        scope,
        open,
        take: (kg) => {
          surveys += 1;
          // The second follows at once; from the third on none comes to its end.
          return surveys > 2
            ? new Promise<never>(() => {})
            : survey(kg, { scope, sort: 'need', finished: false, overlaps: null });
        },
        save: async (_, taken) => void saved.push(taken.survey),
        isAlive: () => true,
        pace: { shortest: 20, pulse: 3_600_000, slowRound: 3_600_000 },
      },
      {
        signal: ended.signal,
        onPicture: (picture) => pictures.push(picture),
        onError: (error) => {
          throw error;
        },
      },
    );
    onTestFinished(() => ended.abort());
    void following;
    await vi.waitFor(() => expect(pictures).toHaveLength(2), 10_000);

    // Inside of a worktree that is known, but a checkout of its own, which is not.
    const inner = shop.worktree('inner', { path: join(auth.path, '.claude', 'worktrees', 'inner') });
    const working = (cwd: string, pid: number) =>
      sessions.session({ cwd }).live({ status: 'waiting', waitingFor: 'permission prompt', pid });
    working(inner.path, 1);
    working(elsewhere, process.ppid);
    working(join(auth.path, '.claude'), process.pid);
    await vi.waitFor(() => expect(placesOf(pictures.at(-1))).toHaveProperty(sessionId(4)), 10_000);

    const outside = scope === 'all' ? { [sessionId(3)]: elsewhere } : {};
    expect(placesOf(pictures.at(-1))).toEqual({
      [sessionId(1)]: 'main',
      [sessionId(4)]: 'feature/auth',
      ...outside,
    });
    expect(pictures.at(-1)).toMatchObject({ whole: false });
    const joined = pictures.at(-1)?.survey.sessions.map(({ id }) => id);
    expect(joined?.toSorted()).toEqual([sessionId(1), ...(scope === 'all' ? [sessionId(3)] : []), sessionId(4)]);
    expect(saved.at(-1)).toEqual(pictures.at(-1)?.survey);
  },
);

/** Where each session is shown, by its id. */
function placesOf(picture: Picture | undefined): Readonly<Record<string, string | null>> {
  const worktrees = picture?.survey.projects.flatMap((project) => project.worktrees) ?? [];
  return Object.fromEntries([
    ...worktrees.flatMap(({ branch, sessions }) => sessions.map(({ id }) => [id, branch] as const)),
    ...(picture?.survey.elsewhere.flatMap(({ cwd, sessions }) => sessions.map(({ id }) => [id, cwd] as const)) ?? []),
  ]);
}
