/**
 * A real desktop on a display that nobody sees: X server, session bus, window manager, panel with a tray, and notifications, all
 * from Debian's packages. What is clicked is clicked with a pointer.
 */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { accessSync, constants, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { until } from './until.ts';

export type Desktop = {
  /** What a program needs to appear there. */
  readonly env: Readonly<Record<string, string>>;
  /** Where a colour is seen, the middle of all its places; `null` when it is nowhere. */
  readonly find: (colour: Colour, within?: Area) => Point | null;
  readonly untilSeen: (colour: Colour, within?: Area) => Promise<Point>;
  /** Moves the pointer, and waits until it is there. */
  readonly point: (at: Point) => void;
  readonly click: (at: Point) => void;
  readonly key: (name: string) => void;
  /** Does something, and answers where the screen has changed when it rests again. */
  readonly changed: (what: () => void) => Promise<Area>;
  /** Saves what is seen, or a part of it, as a picture. */
  readonly save: (file: string, area?: Area) => void;
  /** Ends the panel and starts it anew, as after a crash. */
  readonly restartPanel: () => void;
  readonly close: () => void;
};

export type Colour = readonly [red: number, green: number, blue: number];
export type Point = { readonly x: number; readonly y: number };
export type Area = Point & { readonly width: number; readonly height: number };

const programs = ['Xvfb', 'dbus-daemon', 'openbox', 'xfce4-panel', 'dunst', 'xdotool', 'import'];

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
export async function openDesktop(): Promise<Desktop> {
  const root = mkdtempSync(join(tmpdir(), 'kg-desktop-'));
  const runtime = join(root, 'run');
  const config = join(root, 'config');
  mkdirSync(runtime, { mode: 0o700 });
  writeConfig(config);
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
  const close = () => {
    for (const child of started.toReversed()) child.kill('SIGKILL');
    rmSync(root, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    const size = `${screen.width}x${screen.height}x24`;
    const server = start('Xvfb', ['-displayfd', '1', '-screen', '0', size, '-nolisten', 'tcp'], base, 'pipe');
    const display = `:${await firstLine(server)}`;
    const bus = start(
      'dbus-daemon',
      ['--session', '--nofork', '--print-address'],
      { ...base, DISPLAY: display, XDG_CONFIG_HOME: config, XDG_RUNTIME_DIR: runtime },
      'pipe',
    );
    const env = {
      ...base,
      DISPLAY: display,
      DBUS_SESSION_BUS_ADDRESS: await firstLine(bus),
      XDG_RUNTIME_DIR: runtime,
      XDG_CONFIG_HOME: config,
    };
    start('openbox', ['--sm-disable'], env, 'ignore');
    start('dunst', ['-conf', join(config, 'dunstrc')], env, 'ignore');
    const openPanel = () => start('xfce4-panel', ['--disable-wm-check'], env, 'ignore');
    let panel = openPanel();
    const tool = (...args: readonly string[]) => execFileSync('xdotool', args, { env, encoding: 'utf8' });
    tool('mousemove', '--sync', '500', '600');
    const find: Desktop['find'] = (colour, within = screen) => middleOf(colour, within, pixels(env, within));
    const point: Desktop['point'] = ({ x, y }) => {
      const now = tool('getmouselocation');
      if (!now.startsWith(`x:${x} y:${y} `)) tool('mousemove', '--sync', String(x), String(y));
    };
    return {
      env,
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
      click: (at) => {
        point(at);
        tool('click', '1');
      },
      key: (name) => void tool('key', name),
      changed: async (what) => {
        const before = pixels(env, screen);
        what();
        let last = before;
        const after = await until({
          what: 'the screen to change, and to rest',
          read: () => pixels(env, screen),
          accept: (now) => {
            const rests = now.equals(last) && !now.equals(before);
            last = now;
            return rests;
          },
          every: 250,
          describe: () => 'nothing new',
        });
        return boundsOf(before, after);
      },
      save: (file, area = screen) => {
        const crop = `${area.width}x${area.height}+${area.x}+${area.y}`;
        execFileSync('import', ['-window', 'root', '-crop', crop, '+repage', '-depth', '8', '-colors', '200', file], {
          env,
        });
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

function middleOf([red, green, blue]: Colour, { x, y, width }: Area, rgb: Buffer): Point | null {
  let [number, across, down] = [0, 0, 0];
  for (let at = 0; at < rgb.length; at += 3) {
    if (rgb[at] !== red || rgb[at + 1] !== green || rgb[at + 2] !== blue) continue;
    number += 1;
    across += (at / 3) % width;
    down += Math.floor(at / 3 / width);
  }
  return number === 0 ? null : { x: x + Math.round(across / number), y: y + Math.round(down / number) };
}

function boundsOf(before: Buffer, after: Buffer): Area {
  const places = Array.from({ length: screen.width * screen.height }, (_, place) => place).filter(
    (place) => before.compare(after, place * 3, place * 3 + 3, place * 3, place * 3 + 3) !== 0,
  );
  const across = places.map((place) => place % screen.width);
  const [left, right] = [across.reduce((a, b) => Math.min(a, b)), across.reduce((a, b) => Math.max(a, b))];
  const top = Math.floor((places[0] ?? 0) / screen.width);
  const bottom = Math.floor((places.at(-1) ?? 0) / screen.width);
  return { x: left, y: top, width: right - left + 1, height: bottom - top + 1 };
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

const panelHeight = 30;

/** A panel along the top that holds nothing but the tray, and notifications below it at the right. */
function writeConfig(config: string): void {
  const channels = join(config, 'xfce4', 'xfconf', 'xfce-perchannel-xml');
  mkdirSync(channels, { recursive: true });
  const property = (name: string, type: string, value: string | number | boolean) =>
    `<property name="${name}" type="${type}" value="${value}"/>`;
  writeFileSync(
    join(channels, 'xfce4-panel.xml'),
    `<?xml version="1.0" encoding="UTF-8"?><channel name="xfce4-panel" version="1.0">
<property name="configver" type="int" value="2"/>
<property name="panels" type="array"><value type="int" value="1"/><property name="dark-mode" type="bool" value="true"/>
<property name="panel-1" type="empty">${property('position', 'string', 'p=6;x=0;y=0')}${property('length', 'double', 100)}
${property('position-locked', 'bool', true)}${property('size', 'uint', panelHeight)}
<property name="plugin-ids" type="array"><value type="int" value="1"/><value type="int" value="2"/></property></property></property>
<property name="plugins" type="empty"><property name="plugin-1" type="string" value="separator">${property('expand', 'bool', true)}${property('style', 'uint', 0)}</property>
<property name="plugin-2" type="string" value="systray">${property('square-icons', 'bool', true)}</property></property>
</channel>`,
  );
  writeFileSync(
    join(config, 'dunstrc'),
    `[global]
origin = top-right
offset = 12x46
width = 380
frame_width = 1
font = DejaVu Sans 10
markup = full
format = "<b>%s</b>\\n%b"
mouse_left_click = do_action
idle_threshold = 0
show_age_threshold = -1
icon_position = off
show_indicators = no
[urgency_normal]
background = "#2d2d2d"
foreground = "#ffffff"
frame_color = "#888888"
timeout = 30
`,
  );
  const openbox = join(config, 'openbox');
  mkdirSync(openbox);
  mkdirSync(join(config, 'gtk-3.0'));
  writeFileSync(
    join(config, 'gtk-3.0', 'settings.ini'),
    '[Settings]\ngtk-font-name=DejaVu Sans 10\ngtk-enable-animations=0\n',
  );
}
