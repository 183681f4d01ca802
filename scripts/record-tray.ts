/**
 * Makes the pictures of the tray in docs/pictures, from a real panel on a display that nobody sees, clicked with a pointer:
 * `npm run record:tray [-- <directory>]`. Needs a built clone, and Debian's xvfb, openbox, xfce4-panel, dunst, xdotool, imagemagick.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { missingPrograms, openDesktop, type Area } from '../test/helpers/desktop.ts';
import { shapes } from '../src/tray/shapes.ts';

const missing = missingPrograms();
if (missing.length > 0) throw new Error(`These programs are missing here: ${missing.join(', ')}`);
const directory = process.argv[2] ?? 'docs/pictures';
const kg = fileURLToPath(new URL('../bin/run.js', import.meta.url));

// Told of nothing yet, the tray tells of what it finds.
const script =
  'mkdir -p "$HOME/.cache/keepgoing" && echo \'{"told":{}}\' > "$HOME/.cache/keepgoing/tray.json" && exec "$0" "$1" tray';
const panel = { x: 0, y: 0, width: 1000, height: 30 };
const below = { x: 600, y: 40, width: 400, height: 300 };
const desktop = await openDesktop();
const tray = spawn(process.execPath, [kg, 'demo', '--', 'sh', '-c', script, process.execPath, kg], {
  env: desktop.env,
  stdio: 'inherit',
});
const ended = once(tray, 'exit');
try {
  const icon = await desktop.untilSeen(shapes.waiting.fill, panel);
  await desktop.untilSeen([45, 45, 45], below);
  desktop.save(join(directory, 'tray-closed.png'), { x: 760, y: 0, width: 240, height: 31 });
  desktop.save(join(directory, 'tray-notification.png'), { x: 580, y: 0, width: 420, height: 220 });
  const menu = await desktop.changed(() => desktop.click(icon));
  desktop.save(join(directory, 'tray-menu.png'), around(menu.x, menu.y + menu.height));
  const entry = { x: menu.x + 100, y: menu.y + menu.height - 92 };
  const sessions = await desktop.changed(() => desktop.point(entry));
  desktop.point({ x: 760, y: entry.y });
  await desktop.changed(() => desktop.point({ x: 761, y: entry.y + 2 }));
  desktop.save(join(directory, 'tray-sub-menu.png'), around(sessions.x - 220, sessions.y + sessions.height));
} finally {
  tray.kill();
  await ended;
  desktop.close();
}

/** Everything to the right of a column, and down to a row, with a margin. */
function around(left: number, bottom: number): Area {
  const x = Math.max(0, left - 12);
  return { x, y: 0, width: 1000 - x, height: Math.min(640, bottom + 12) };
}
