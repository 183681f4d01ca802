import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { attentionOf } from '../../src/attention.ts';
import type { Backend } from '../../src/tray/backend.ts';
import type { Click } from '../../src/tray/click.ts';
import { claimInstance } from '../../src/tray/instance.ts';
import { openLinuxBackend } from '../../src/tray/linux/backend.ts';
import { openBus } from '../../src/tray/linux/bus.ts';
import { readTrayMemory, saveTrayMemory } from '../../src/tray/memory.ts';
import { trayModel, type TrayModel } from '../../src/tray/model.ts';
import { noBus, openDesk, openPanel, startBus, type SessionBus } from '../helpers/bus.ts';
import { auth, cart, home, now, project, shop, survey } from '../helpers/shop.ts';
import { until } from '../helpers/until.ts';

const reason = noBus();
if (reason !== null) console.log(`The tray on a bus is not tried: ${reason}`);

const ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.splice(0).toReversed()) end();
});

function modelOf(picture = shop, at = now): TrayModel {
  return trayModel({ attention: attentionOf(picture), now: at, home, silent: false });
}

/** A tray on a bus, what it was clicked, and what it said. */
function openTray(
  address: string | null,
  { fresh = () => modelOf(), rival = async (): Promise<number | null> => null } = {},
) {
  const clicks: Click[] = [];
  const said: string[] = [];
  const backend: Backend = openLinuxBackend({
    address,
    pid: 4711,
    first: modelOf(),
    fresh,
    rival,
    onClick: (click) => clicks.push(click),
    say: (sentence) => said.push(sentence),
    patience: { first: 20, longest: 50 },
  });
  ends.push(backend.close);
  return { backend, clicks, said };
}

async function bus(address?: string): Promise<SessionBus> {
  const started = await startBus(address);
  ends.push(started.close);
  return started;
}

const heard = (said: readonly string[], words: string) =>
  until({ what: words, read: () => said, accept: (all) => all.some((one) => one.includes(words)), describe: String });

describe.skipIf(reason !== null)('the tray on a real bus', () => {
  test('a panel reads icon, tooltip and menu, and a click says what it means', async () => {
    const { address } = await bus();
    const panel = await openPanel(await openBus(address));
    const { backend, clicks } = openTray(address, {
      fresh: () => modelOf(shop, new Date(now.getTime() + 60_000)),
    });
    const item = await panel.item();
    expect(item).toBe('org.kde.StatusNotifierItem-4711-1');
    expect(await panel.property(item, 'Status')).toBe('NeedsAttention');
    expect(await panel.property(item, 'ToolTip')).toMatchObject([
      '',
      [],
      'kg: 1 waiting · 1 active · 1 idle',
      'waiting: Rework the cart so prices are kept in cents (feature/cart), permission prompt',
    ]);
    const pixmaps = await panel.property(item, 'IconPixmap');
    expect(Array.isArray(pixmaps) ? pixmaps.map((one: unknown) => (Array.isArray(one) ? one[0] : one)) : []).toEqual([
      16, 22, 24, 32, 48,
    ]);
    expect((await panel.labels(item)).filter((label) => !label.startsWith('  '))).toMatchInlineSnapshot(`
      [
        "1 waiting · 1 active · 1 idle (text)",
        "---",
        "shop (text)",
        "● waiting 9m · Rework the cart so prices are kept in cents · feature/cart",
        "● active 2m · Add OAuth login and session refresh · feature/auth",
        "○ idle 3h · Round receipt totals once · fix/receipt-total",
        "---",
        "Jump, copy, open, mute …",
        "[ ] Mute all notifications",
        "Look again now",
        "Quit kg tray",
      ]
    `);

    await panel.click(item, '● waiting');
    await panel.click(item, 'Copy resume command');
    expect(clicks).toEqual([
      { do: 'checkpoint', session: cart.sessions[0]?.id },
      { do: 'resume', session: cart.sessions[0]?.id },
    ]);

    // Opening the menu brings the ages of that moment.
    expect(await panel.open(item)).toBe(true);
    expect((await panel.labels(item)).at(3)).toContain('waiting 10m');
    expect(await panel.open(item)).toBe(false);

    backend.show(modelOf(survey([project([auth])])));
    expect(await panel.property(item, 'Status')).toBe('Active');
    expect((await panel.labels(item)).at(3)).toContain('● active 2m');
  });

  test('a panel that comes later, and one that is started again, get the icon', async () => {
    const { address } = await bus();
    const { said } = openTray(address);
    await heard(said, 'No tray on this desktop');
    const first = await openPanel(await openBus(address));
    await first.item();
    await heard(said, 'in the tray');
    first.leave();
    await until({ what: 'the panel to be missed', read: () => said.length, accept: (number) => number === 3 });
    const second = await openPanel(await openBus(address));
    expect(await second.item()).toBe('org.kde.StatusNotifierItem-4711-1');
  });

  test('without a panel notifications come, are replaced, answered and taken back', async () => {
    const { address } = await bus();
    const desk = await openDesk(await openBus(address));
    const { backend, clicks, said } = openTray(address);
    await heard(said, 'No tray on this desktop');
    const notice = {
      slot: 'session:1',
      title: 'feature/cart waits',
      body: 'a <b> & c',
      urgent: false,
      actions: [
        { key: 'jump', label: 'Jump', click: { do: 'jump', session: '1' } },
        { key: 'checkpoint', label: 'Last checkpoint', click: { do: 'checkpoint', session: '1' } },
      ],
    } as const;
    await backend.notify(notice);
    await backend.notify({ ...notice, title: 'feature/cart waits again' });
    expect(desk.shown()).toEqual([
      {
        id: 1,
        replaces: 0,
        text: 'feature/cart waits\na &lt;b&gt; &amp; c',
        actions: ['default', 'Jump', 'jump', 'Jump', 'checkpoint', 'Last checkpoint'],
      },
      expect.objectContaining({ id: 1, replaces: 1 }),
    ]);
    desk.choose(1, 'default');
    desk.choose(1, 'checkpoint');
    desk.choose(77, 'default');
    await until({ what: 'the answers', read: () => clicks.length, accept: (number) => number === 2 });
    expect(clicks.map((click) => click.do)).toEqual(['jump', 'checkpoint']);
    await backend.withdraw('session:1');
    expect(desk.closed()).toEqual([1]);
    // Over before it was even shown.
    const late = backend.notify(notice);
    await backend.withdraw('session:1');
    await late;
    expect([desk.shown().at(-1)?.id, desk.closed()]).toEqual([3, [1, 3]]);
  });

  test('a notification that is answered before it is acknowledged is heard', async () => {
    const { address } = await bus();
    await openDesk(await openBus(address), { hasty: 'default' });
    const { backend, clicks, said } = openTray(address);
    await heard(said, 'No tray on this desktop');
    const jump = { do: 'jump', session: '1' } as const;
    const actions = [{ key: 'jump', label: 'Jump', click: jump }];
    await backend.notify({ slot: 'session:1', title: 'feature/cart waits', body: '', urgent: false, actions });
    expect(await until({ what: 'a click', read: () => clicks, accept: ({ length }) => length > 0 })).toEqual([jump]);
  });

  test('a bus that goes away and comes back brings the icon back', async () => {
    const first = await bus();
    const panel = await openPanel(await openBus(first.address));
    const { said } = openTray(first.address);
    await panel.item();
    await heard(said, 'in the tray');
    first.close();
    await heard(said, 'went away');
    const second = await bus(first.address);
    const again = await openPanel(await openBus(second.address));
    expect(await again.item()).toBe('org.kde.StatusNotifierItem-4711-1');
  });

  test('a bus that comes back with another tray on it ends this one', async () => {
    const first = await bus();
    const { said, clicks } = openTray(first.address, { rival: async () => 4712 });
    await heard(said, 'No tray on this desktop');
    expect(clicks).toEqual([]);
    first.close();
    await heard(said, 'went away');
    await bus(first.address);
    await heard(said, 'kg tray runs in process 4712 by now; this one ends');
    expect(clicks).toEqual([{ do: 'quit' }]);
  });

  test('where no bus is, the tray says so and goes on', async () => {
    const { said, backend } = openTray(null);
    await heard(said, 'no session bus is named');
    await backend.notify({ slot: 's', title: 't', body: 'b', urgent: false, actions: [] });
    expect(said).toHaveLength(1);
  });
});

describe('one tray a person', () => {
  const running = new Map([
    [1, '100'],
    [2, '200'],
  ]);
  const processes = {
    startOf: async (pid: number) => {
      const start = running.get(pid);
      return start === undefined ? ({ state: 'gone' } as const) : ({ state: 'running', start } as const);
    },
    domain: async () => null,
  };
  const directory = () => {
    const made = mkdtempSync(join(tmpdir(), 'kg-tray-'));
    ends.push(() => rmSync(made, { recursive: true, force: true }));
    return join(made, 'run');
  };

  test('the second learns who runs; after the first has ended there is room', async () => {
    const where = directory();
    const [first, second] = await Promise.all([
      claimInstance({ directory: where, pid: 1, processes }),
      claimInstance({ directory: where, pid: 2, processes }),
    ]);
    const [claimed, refused] = 'instance' in first ? [first, second] : [second, first];
    expect(refused).toEqual({ other: claimed === first ? 1 : 2 });
    expect(statSync(join(where, 'tray.lock')).mode & 0o777).toBe(0o600);
    if ('instance' in claimed) claimed.instance.release();
    expect(await claimInstance({ directory: where, pid: 2, processes })).toHaveProperty('instance');
  });

  test.each([
    ['a process that is gone', '{"pid":9,"start":"900"}'],
    ['a number that another program has now', '{"pid":1,"start":"99"}'],
    ['nothing readable', 'x'],
  ])('a lock of %s holds nobody back', async (_, text) => {
    const where = directory();
    mkdirSync(where);
    writeFileSync(join(where, 'tray.lock'), text);
    expect(await claimInstance({ directory: where, pid: 2, processes })).toHaveProperty('instance');
    expect(readFileSync(join(where, 'tray.lock'), 'utf8')).toBe('{"pid":2,"start":"200"}');
  });

  test('a lock that went with its directory is taken again, unless somebody else was quicker', async () => {
    const where = directory();
    const claims = [1, 2].map((pid) => () => claimInstance({ directory: where, pid, processes }));
    const first = await claims[0]?.();
    if (first === undefined || !('instance' in first)) throw new Error('nobody else is there');
    expect(await first.instance.renew()).toBeNull();
    rmSync(where, { recursive: true });
    expect(await first.instance.renew()).toBeNull();
    expect(await claims[1]?.()).toEqual({ other: 1 });
    rmSync(where, { recursive: true });
    expect(await claims[1]?.()).toHaveProperty('instance');
    expect(await first.instance.renew()).toBe(2);
  });

  test('what was told and muted is known after a restart; a damaged file is that of a new tray', async () => {
    const where = directory();
    const memory = { told: { 'waiting:1@': '2026-11-22T12:00:00.000Z' }, muted: ['1'], silent: true };
    expect(await readTrayMemory(where)).toEqual({ told: null, muted: [], silent: false });
    await saveTrayMemory(where, memory);
    expect(await readTrayMemory(where)).toEqual(memory);
    writeFileSync(join(where, 'tray.json'), '{"told":[3],"muted":[4,"5"],"silent":"yes"}');
    expect(await readTrayMemory(where)).toEqual({ told: {}, muted: ['5'], silent: false });
  });
});
