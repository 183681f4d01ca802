/**
 * A real desktop on a display that nobody sees: X server, session bus, window manager, panel with a tray, and notifications, all
 * from Debian's packages. What is clicked is clicked with a pointer.
 */
import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { accessSync, constants, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { openBus, theBus, type Bus } from '../../src/tray/linux/bus.ts';
import { writeConfig, type Look } from './desktop-config.ts';
import { linesOf, middleOf, type Area, type Colour, type Point } from './pixels.ts';
import { until } from './until.ts';

export type Desktop = {
  /** What a program needs to appear there. */
  readonly env: Readonly<Record<string, string>>;
  /** A connection to its session bus. */
  readonly bus: Bus;
  /** Where a colour is seen, the middle of all its places; `null` when it is nowhere. */
  readonly find: (colour: Colour, within?: Area) => Point | null;
  readonly untilSeen: (colour: Colour, within?: Area) => Promise<Point>;
  /** Moves the pointer, and waits until it is there. */
  readonly point: (at: Point) => void;
  /** Presses and lets go a button of the pointer, the first unless told otherwise. */
  readonly click: (at: Point, button?: 1 | 3) => void;
  readonly key: (name: string) => void;
  /** Where the windows of a name are on the screen, those below first. */
  readonly windows: (name: string) => readonly Area[];
  /** Where lines of text, and rules between them, are seen in a window whose ground has one colour. */
  readonly lines: (area: Area) => readonly Area[];
  /** Saves what is seen, or a part of it, as a picture. */
  readonly save: (file: string, area?: Area) => void;
  /** Ends the panel and starts it anew, as after a crash. */
  readonly restartPanel: () => void;
  readonly close: () => void;
};

const programs = ['Xvfb', 'dbus-daemon', 'openbox', 'xfce4-panel', 'dunst', 'xdotool', 'import', 'xclip'];

/** The programs of the desktop that this machine lacks. */
export function missingPrograms(): readonly string[] {
  const places = (process.env['PATH'] ?? '').split(delimiter);
  const isThere = (name: string) => places.some((place) => isProgram(join(place, name)));
  return programs.filter((name) => !isThere(name));
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

const screen = { x: 0, y: 0, width: 1000, height: 640 };

/** Starts the desktop. */
export async function openDesktop({ look = 'dark' }: { readonly look?: Look } = {}): Promise<Desktop> {
  const root = mkdtempSync(join(tmpdir(), 'kg-desktop-'));
  const runtime = join(root, 'run');
  const config = join(root, 'config');
  mkdirSync(runtime, { mode: 0o700 });
  writeConfig(config, look);
  const started: ChildProcess[] = [];
  const base = { PATH: process.env['PATH'] ?? '', HOME: root, LC_ALL: 'C.UTF-8', TZ: 'UTC', NO_AT_BRIDGE: '1' };
  const start = (
    file: string,
    args: readonly string[],
    env: Readonly<Record<string, string>>,
    output: 'ignore' | 'pipe',
  ) => {
    const child = spawn(file, args, { env, stdio: ['ignore', output, 'ignore'] });
    started.push(child);
    return child;
  };
  let connection: Bus | null = null;
  const close = () => {
    connection?.close();
    for (const child of started.toReversed()) child.kill('SIGKILL');
    rmSync(root, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    const size = `${screen.width}x${screen.height}x24`;
    const ground = look === 'light' ? ['-wr'] : ['-br'];
    const server = start(
      'Xvfb',
      ['-displayfd', '1', '-screen', '0', size, '-nolisten', 'tcp', ...ground],
      base,
      'pipe',
    );
    const display = `:${await firstLine(server)}`;
    const daemon = start(
      'dbus-daemon',
      ['--session', '--nofork', '--print-address'],
      { ...base, DISPLAY: display, XDG_CONFIG_HOME: config, XDG_RUNTIME_DIR: runtime },
      'pipe',
    );
    const env = {
      ...base,
      DISPLAY: display,
      DBUS_SESSION_BUS_ADDRESS: await firstLine(daemon),
      XDG_RUNTIME_DIR: runtime,
      XDG_CONFIG_HOME: config,
    };
    start('openbox', ['--sm-disable'], env, 'ignore');
    start('dunst', ['-conf', join(config, 'dunstrc')], env, 'ignore');
    const openPanel = () => start('xfce4-panel', ['--disable-wm-check'], env, 'ignore');
    let panel = openPanel();
    const bus = await openBus(env.DBUS_SESSION_BUS_ADDRESS);
    connection = bus;
    // Asked for earlier, the bus would start one of its own, that looks as the system likes it.
    await untilOwned(bus, 'org.freedesktop.Notifications');
    const tool = (...args: readonly string[]) => execFileSync('xdotool', args, { env, encoding: 'utf8' });
    tool('mousemove', '--sync', '500', '600');
    const find: Desktop['find'] = (colour, within = screen) => middleOf(colour, within, pixels(env, within));
    const point: Desktop['point'] = ({ x, y }) => {
      const now = tool('getmouselocation');
      if (!now.startsWith(`x:${x} y:${y} `)) tool('mousemove', '--sync', String(x), String(y));
    };
    return {
      env,
      bus,
      find,
      untilSeen: async (colour, within) => {
        const found = await until({
          what: `the colour ${colour.join(' ')} to be seen`,
          read: () => find(colour, within),
          accept: (at) => at !== null,
          every: 100,
        });
        if (found === null) throw new Error('accepted nothing');
        return found;
      },
      point,
      click: (at, button = 1) => {
        point(at);
        tool('click', String(button));
      },
      key: (name) => void tool('key', name),
      windows: (name) => windowsOf(name, env),
      lines: (area) => {
        const { x, y, width } = area;
        return linesOf(pixels(env, area), area).map(({ top, bottom }) => ({
          x,
          y: y + top,
          width,
          height: bottom - top + 1,
        }));
      },
      save: (file, area = screen) => {
        const crop = `${area.width}x${area.height}+${area.x}+${area.y}`;
        const few = ['-depth', '8', '+dither', '-colors', '200'];
        execFileSync('import', ['-window', 'root', '-crop', crop, '+repage', ...few, file], { env });
      },
      restartPanel: () => {
        panel.kill('SIGKILL');
        panel = openPanel();
      },
      close,
    };
  } catch (error) {
    close();
    throw error;
  }
}

function pixels(env: Readonly<Record<string, string>>, { x, y, width, height }: Area): Buffer {
  const crop = `${width}x${height}+${x}+${y}`;
  const args = ['-window', 'root', '-crop', crop, '+repage', '-depth', '8', 'rgb:-'];
  return execFileSync('import', args, { env, maxBuffer: 16 * 1024 * 1024 });
}

function untilOwned(bus: Bus, name: string): Promise<unknown> {
  return until({
    what: `${name} to be on the bus`,
    read: () => bus.call({ ...theBus, member: 'NameHasOwner', signature: 's', body: [name] }),
    accept: ([owned]) => owned === true,
  });
}

/** Programs keep windows beside the screen for their own use: those do not count. */
function windowsOf(name: string, env: Readonly<Record<string, string>>): readonly Area[] {
  const search = ['search', '--onlyvisible', '--maxdepth', '1', '--name', `^${name}$`];
  // None is no success to xdotool, and neither is a window that goes while it is asked.
  const { stdout } = spawnSync('xdotool', [...search, 'getwindowgeometry', '--shell', '%@'], { env, encoding: 'utf8' });
  return stdout
    .split(/^(?=WINDOW=)/mu)
    .map((text) => {
      const field = (key: string) => Number(new RegExp(`^${key}=(-?\\d+)$`, 'mu').exec(text)?.[1] ?? -1);
      return { x: field('X'), y: field('Y'), width: field('WIDTH'), height: field('HEIGHT') };
    })
    .filter(({ x, y }) => x >= 0 && y >= 0);
}

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
      if (text.includes('\n')) resolve(text.slice(0, text.indexOf('\n')));
    });
    child.on('error', reject);
    child.on('exit', (code) => reject(new Error(`${child.spawnfile} ended with ${code}`)));
  });
}
