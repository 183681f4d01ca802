/**
 * Makes the pictures of the tray in docs/pictures, dark and light, from a real panel on a display that nobody sees, clicked with a
 * pointer: `npm run record:tray [-- <directory>]`. Needs a built clone, and the programs that `npm run test:desktop` names.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { theBus, type Bus } from '../src/tray/linux/bus.ts';
import { shapes } from '../src/tray/shapes.ts';
import { missingPrograms, openDesktop } from '../test/helpers/desktop.ts';
import { shownNow } from '../test/helpers/dunst.ts';
import { closeMenu, openMenu } from '../test/helpers/panel-menu.ts';
import type { Area } from '../test/helpers/pixels.ts';
import { until } from '../test/helpers/until.ts';

const missing = missingPrograms();
if (missing.length > 0) throw new Error(`These programs are missing here: ${missing.join(', ')}`);
const directory = process.argv[2] ?? 'docs/pictures';
const kg = fileURLToPath(new URL('../bin/run.js', import.meta.url));

// Told of nothing yet, the tray tells of what it finds.
const script =
  'mkdir -p "$HOME/.cache/keepgoing" && echo \'{"told":{}}\' > "$HOME/.cache/keepgoing/tray.json" && exec "$0" "$1" tray';
const panel = { x: 0, y: 0, width: 1000, height: 30 };

for (const look of ['dark', 'light'] as const) await record(look);

async function record(look: 'dark' | 'light'): Promise<void> {
  const desktop = await openDesktop({ look });
  const save = (name: string, area: Area) => desktop.save(join(directory, `tray-${name}-${look}.png`), area);
  const tray = spawn(process.execPath, [kg, 'demo', '--', 'sh', '-c', script, process.execPath, kg], {
    env: desktop.env,
    stdio: 'inherit',
  });
  const ended = once(tray, 'exit');
  try {
    const icon = await desktop.untilSeen(shapes.waiting.fill, panel);
    // One for the session that waits, one for that which crashed, one for the conflict.
    await until({ what: 'notifications', read: () => shownNow(desktop.bus), accept: (number) => number === 3 });
    const notices = await until({
      what: 'all of them on the screen',
      read: () => desktop.windows('Dunst'),
      accept: ([window]) => window !== undefined && desktop.lines(window).length >= 6,
    });
    save('closed', { x: 760, y: 0, width: 240, height: 31 });
    save('notification', around(notices));
    const menu = { desktop, icon, item: await itemOn(desktop.bus) };
    save('menu', around((await openMenu(menu, [])).windows));
    await closeMenu(desktop);
    save('sub-menu', around((await openMenu(menu, ['Jump, copy, open, mute', 'feature/cart', 'Mute'])).windows));
  } finally {
    tray.kill();
    await ended;
    desktop.close();
  }
}

/** The name of the only icon on a bus. */
async function itemOn(bus: Bus): Promise<string> {
  const [names] = await bus.call({ ...theBus, member: 'ListNames' });
  const found: unknown = Array.isArray(names) && names.find((name) => String(name).includes('StatusNotifierItem-'));
  if (typeof found !== 'string') throw new Error('no icon is on the bus');
  return found;
}

/** All of the panel's right end, and down to the lowest window, with a margin. */
function around(windows: readonly Area[]): Area {
  const left = Math.max(0, Math.min(...windows.map(({ x }) => x)) - 12);
  const bottom = Math.min(640, Math.max(...windows.map(({ y, height }) => y + height)) + 12);
  return { x: left, y: 0, width: 1000 - left, height: bottom };
}
