/** One tray in a process of its own, and what may happen to the machine around it: each test leaves it as whole as it found it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { openBus } from '../../src/tray/linux/bus.ts';
import { noBus, openDesk, openPanel, startBus, type Desk, type Panel, type SessionBus } from '../helpers/bus.ts';
import { asking, restate } from '../helpers/registry.ts';
import { place } from '../helpers/repo.ts';
import { sessionId } from '../helpers/sessions.ts';
import { until } from '../helpers/until.ts';
import { shopWorld, type ShopWorld } from '../helpers/world.ts';

// It mostly waits, for ten seconds and more, so it is asked for: `npm run test:desktop`.
const reason = process.env['DESKTOP'] === '1' ? noBus() : 'npm run test:desktop does it';
if (reason !== null) console.log(`What a tray survives is not tried: ${reason}`);

type Stage = {
  readonly world: ShopWorld;
  readonly pid: number;
  /** Where what lives only while a person is logged in is kept. */
  readonly runtime: string;
  readonly item: string;
  readonly said: () => string;
  readonly bus: SessionBus;
  readonly panel: Panel;
  readonly desk: Desk;
  readonly end: () => Promise<void>;
};

async function setStage(): Promise<Stage> {
  const [world, bus] = await Promise.all([shopWorld(), startBus()]);
  const [panel, desk] = await Promise.all([openBus(bus.address).then(openPanel), openBus(bus.address).then(openDesk)]);
  const runtime = place('runtime');
  const env = {
    PATH: process.env['PATH'],
    HOME: world.home,
    XDG_RUNTIME_DIR: runtime,
    DBUS_SESSION_BUS_ADDRESS: bus.address,
  };
  const tray = spawn(process.execPath, [join(process.cwd(), 'bin/run.js'), 'tray'], {
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  tray.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const ended = once(tray, 'exit');
  const end = async () => {
    tray.kill('SIGCONT');
    tray.kill();
    await ended;
    bus.close();
  };
  return { world, pid: tray.pid ?? 0, runtime, item: await panel.item(), said: () => said, bus, panel, desk, end };
}

/** Waits until the first entries of the menu are these; answers the whole menu. */
function says(panel: Panel, item: string, first: readonly string[]): Promise<readonly string[]> {
  return until({
    what: first.join(', '),
    read: () => panel.labels(item),
    accept: (labels) => first.every((label, index) => labels[index]?.replace(' (text)', '') === label),
    describe: (labels) => labels.join('\n'),
  });
}

/** Seconds of processor time that a process and the programs that it started have used. proc_pid_stat(5), fields 14 to 17. */
function processorTime(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return [11, 12, 13, 14].reduce((sum, field) => sum + Number(fields[field]), 0) / 100;
}

/** Status and age of an entry. */
function withoutTask(label: string): string {
  return label.split(' · ')[0] ?? '';
}

describe.skipIf(reason !== null)('a tray goes on', () => {
  let stage: Stage | null = null;
  const on = (): Stage => {
    if (stage === null) throw new Error('no stage');
    return stage;
  };
  beforeAll(async () => {
    stage = await setStage();
  });
  afterAll(() => stage?.end());

  test('after a sleep: what has changed meanwhile is shown and told once, and then it rests', async () => {
    const { world, pid, panel, item, desk } = on();
    await says(panel, item, ['1 waiting · 1 active · 1 idle · 1 conflict']);
    process.kill(pid, 'SIGSTOP');
    world.killAuth();
    world.answerCart();
    for (const status of [asking(), { status: 'idle' }, asking()]) {
      restate(world.claude.directory, sessionId(3), status);
    }
    process.kill(pid, 'SIGCONT');
    const labels = await says(panel, item, ['1 waiting · 1 crashed · 1 idle · 1 conflict']);
    expect(labels.filter((label) => /^[●✗○]/u.test(label)).map(withoutTask)).toEqual([
      expect.stringMatching(/^● waiting (?:now|\d+s)$/u),
      expect.stringMatching(/^✗ crashed /u),
      expect.stringMatching(/^○ idle /u),
    ]);
    await until({ what: 'both notices', read: () => desk.shown().length, accept: (number) => number >= 2 });
    const before = processorTime(pid);
    // Long enough for a loop, or for more notices, to be seen.
    await sleep(2500);
    expect(processorTime(pid) - before).toBeLessThan(1);
    expect(desk.shown().map(({ text }) => text.split('\n')[0])).toEqual([
      'fix/receipt-total waits for you: permission prompt',
      'feature/auth crashed in the middle of a turn',
    ]);
  });

  test('without the directory of Claude Code: says so, and sees it again when it is back, also as another one', async () => {
    const { world, panel, item, desk } = on();
    const claude = world.claude.directory;
    const told = desk.shown().length;
    renameSync(claude, `${claude}.away`);
    await says(panel, item, ['Sessions unknown', '▲ Could not read ~/.claude: it is not there any more']);
    expect(await panel.property(item, 'Status')).toBe('Active');
    // Put back whole, and as a copy: half of one would be other sessions.
    cpSync(`${claude}.away`, `${claude}.copy`, { recursive: true });
    renameSync(`${claude}.copy`, claude);
    await says(panel, item, ['1 waiting · 1 crashed · 1 idle · 1 conflict', '---']);
    restate(claude, sessionId(3), { status: 'busy' });
    await says(panel, item, ['1 crashed · 1 active · 1 idle · 1 conflict', '---']);

    // So quickly that nobody sees it gone.
    cpSync(claude, `${claude}.new`, { recursive: true });
    renameSync(claude, `${claude}.old`);
    renameSync(`${claude}.new`, claude);
    restate(claude, sessionId(3), { status: 'idle' });
    await says(panel, item, ['1 crashed · 2 idle · 1 conflict', '---']);
    restate(claude, sessionId(3), { status: 'busy' });
    await says(panel, item, ['1 crashed · 1 active · 1 idle · 1 conflict', '---']);
    restate(claude, sessionId(3), { status: 'idle' });
    await says(panel, item, ['1 crashed · 2 idle · 1 conflict', '---']);
    expect(desk.shown()).toHaveLength(told);
  });

  test('without its own folders: what is to be kept is kept in new ones', async () => {
    const { world, runtime, panel, item } = on();
    const cache = join(world.home, '.cache', 'keepgoing');
    for (const directory of [cache, runtime]) rmSync(directory, { recursive: true, force: true });
    await panel.click(item, 'Mute all notifications');
    const memory = join(cache, 'tray.json');
    await until({ what: 'its memory', read: () => existsSync(memory), accept: Boolean });
    expect(JSON.parse(readFileSync(memory, 'utf8'))).toMatchObject({ silent: true });
    await panel.click(item, '✗ crashed');
    const pages = join(runtime, 'keepgoing', 'tray', 'pages');
    await until({ what: 'a page', read: () => existsSync(pages) && readdirSync(pages).length === 1, accept: Boolean });
  });

  test('with a config that cannot be read, and without any: says so, and goes on', async () => {
    const { world, panel, item } = on();
    const directory = join(world.home, '.config', 'keepgoing');
    mkdirSync(directory, { recursive: true });
    writeFileSync(join(directory, 'config.yaml'), 'tray: [');
    await panel.click(item, 'Look again now');
    const labels = await until({
      what: 'what is wrong',
      read: () => panel.labels(item),
      accept: (all) => all.some((label) => label.startsWith('▲ Not up to date: ')),
      describe: (all) => all.join('\n'),
    });
    expect(labels[0]).toBe('1 crashed · 2 idle · 1 conflict (text)');
    rmSync(directory, { recursive: true });
    await panel.click(item, 'Look again now');
    await says(panel, item, ['1 crashed · 2 idle · 1 conflict', '---']);
  });

  test('without a bus: waits for it, and shows the icon on the next one', async () => {
    const { bus, said, item } = on();
    bus.close();
    const words = 'The session bus went away; kg tray waits for it';
    await until({ what: words, read: said, accept: (text) => text.includes(words) });
    const next = await startBus(bus.address);
    onTestFinished(next.close);
    const panel = await openPanel(await openBus(next.address));
    expect(await panel.item()).toBe(item);
    await says(panel, item, ['1 crashed · 2 idle · 1 conflict', '---']);
  });
});
