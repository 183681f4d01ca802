import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openKg } from '../../src/kg.ts';
import type { Notice } from '../../src/render/notice.ts';
import { isAlive } from '../../src/alive.ts';
import type { BackendOptions } from '../../src/tray/backend.ts';
import type { Click } from '../../src/tray/click.ts';
import type { TrayMemory } from '../../src/tray/memory.ts';
import type { TrayModel } from '../../src/tray/model.ts';
import { openPrograms } from '../../src/tray/programs.ts';
import { runTray } from '../../src/tray/run.ts';
import { until } from '../helpers/until.ts';
import { shopWorld, type ShopWorld } from '../helpers/world.ts';

/** A tray that is shown to the test instead of a desktop, looking more often than a real one. */
function startTray(world: ShopWorld, memory: TrayMemory) {
  const models: TrayModel[] = [];
  const notices: Notice<Click>[] = [];
  const withdrawn: string[] = [];
  const saved: TrayMemory[] = [];
  const end = new AbortController();
  let desk: BackendOptions | null = null;
  const surroundings = { env: { PATH: process.env['PATH'] }, home: world.home, platform: process.platform };
  const ended = runTray({
    open: () =>
      openKg({ ...surroundings, directory: world.home, now: () => world.now, concurrency: 2, needs: 'nothing' }),
    openBackend: (options) => {
      desk = options;
      return {
        show: (model) => void models.push(model),
        notify: async (notice) => void notices.push(notice),
        withdraw: async (slot) => void withdrawn.push(slot),
        close: () => {},
      };
    },
    actions: {
      ...surroundings,
      now: () => world.now,
      programs: openPrograms({ env: {}, directory: world.home }),
      directory: world.home,
      self: [],
    },
    memory,
    save: async (next) => void saved.push(next),
    isAlive: (pid) => isAlive(() => process.kill(pid, 0)),
    say: () => {},
    errorLine: String,
    end,
    pace: { shortest: 20, pulse: 50, slowRound: 500 },
  });
  onTestFinished(async () => {
    end.abort();
    await ended;
  });
  return {
    notices,
    withdrawn,
    saved,
    ended,
    click: (click: Click) => desk?.onClick(click),
    untilTitle: (title: string) =>
      until({
        what: `the tray to say ${title}`,
        read: () => models.at(-1),
        accept: (model) => model?.title === title,
        describe: (model) => JSON.stringify(model, null, 1),
      }),
  };
}

test('the tray follows: notices on transitions, none twice after a restart, and a config directory that goes and comes', async () => {
  const world = await shopWorld();
  const first = startTray(world, { told: null, muted: [], silent: false });
  await first.untilTitle('1 waiting · 1 active · 1 idle · 1 conflict');
  expect(first.notices).toEqual([]);

  world.killAuth();
  await first.untilTitle('1 waiting · 1 crashed · 1 idle · 1 conflict');
  await until({ what: 'a notice', read: () => first.notices.length, accept: (number) => number === 1 });
  expect(first.notices[0]).toMatchObject({
    title: 'feature/auth crashed in the middle of a turn',
    body: 'Add OAuth login and session cookies',
    actions: [{ key: 'checkpoint' }],
  });

  renameSync(join(world.home, '.claude'), join(world.home, 'away'));
  const blind = await first.untilTitle('Sessions unknown');
  expect(blind?.lines).toEqual(['▲ Could not read ~/.claude: it is not there any more']);
  renameSync(join(world.home, 'away'), join(world.home, '.claude'));
  await first.untilTitle('1 waiting · 1 crashed · 1 idle · 1 conflict');

  world.answerCart();
  await first.untilTitle('1 crashed · 2 idle · 1 conflict');
  await until({
    what: 'the wait to be over',
    read: () => first.withdrawn,
    accept: (slots) => slots.includes('session:00000000-0000-4000-8000-000000000002'),
  });
  expect(first.notices).toHaveLength(1);
  first.click({ do: 'quit' });
  await first.ended;

  const memory = first.saved.at(-1);
  if (memory === undefined) throw new Error('nothing was remembered');
  const second = startTray(world, memory);
  const seen = await second.untilTitle('1 crashed · 2 idle · 1 conflict');
  expect(seen?.badge).toBe(1);
  second.click({ do: 'mute', session: '00000000-0000-4000-8000-000000000001' });
  await until({ what: 'the muting to be kept', read: () => second.saved.at(-1)?.muted.length, accept: (n) => n === 1 });
  expect(second.notices).toEqual([]);
});
