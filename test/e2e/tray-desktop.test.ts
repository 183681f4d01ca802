import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { shapes } from '../../src/tray/shapes.ts';
import { missingPrograms, openDesktop, type Area, type Desktop, type Point } from '../helpers/desktop.ts';
import { until } from '../helpers/until.ts';

// A desktop takes seconds to start, so it is asked for: `npm run test:desktop`.
const missing = process.env['DESKTOP'] === '1' ? missingPrograms() : ['npm run test:desktop'];
if (missing.length > 0) console.log(`The tray on a real desktop is not tried here; it takes ${missing.join(', ')}`);

const panel = { x: 0, y: 0, width: 1000, height: 30 };

/** A viewer that only notes what it is to show. */
function noteViewer(directory: string): { readonly bin: string; readonly shown: () => string | null } {
  const bin = join(directory, 'bin');
  const note = join(directory, 'shown');
  mkdirSync(bin);
  writeFileSync(join(bin, 'xdg-open'), `#!/bin/sh\nprintf %s "$1" > '${note}.new' && mv '${note}.new' '${note}'\n`);
  chmodSync(join(bin, 'xdg-open'), 0o755);
  return { bin, shown: () => (existsSync(note) ? readFileSync(note, 'utf8') : null) };
}

/** Opens the menu whole: the panel does not resize one that it opened a moment before it had read the new entries. */
async function openMenu(desktop: Desktop, icon: Point): Promise<Area> {
  const menu = await desktop.changed(() => desktop.click(icon));
  if (menu.height > 300) return menu;
  await desktop.changed(() => desktop.key('Escape'));
  return desktop.changed(() => desktop.click(icon));
}

test.skipIf(missing.length > 0)(
  'under a real panel a real click on a session opens its page, and the icon outlives the panel',
  async () => {
    const directory = mkdtempSync(join(tmpdir(), 'kg-tray-desktop-'));
    const { bin, shown } = noteViewer(directory);
    const desktop = await openDesktop();
    const kg = join(process.cwd(), 'bin/run.js');
    const tray = spawn(process.execPath, [kg, 'demo', '--', process.execPath, kg, 'tray'], {
      env: { ...desktop.env, PATH: `${bin}:${desktop.env['PATH']}` },
      stdio: 'ignore',
    });
    const ended = once(tray, 'exit');
    try {
      const icon = await desktop.untilSeen(shapes.waiting.fill, panel);
      const menu = await openMenu(desktop, icon);
      // The third entry: below the summary and the name of the project.
      desktop.click({ x: menu.x + 200, y: menu.y + 98 });
      const page = await until({ what: 'a page', read: shown, accept: (file) => file !== null });
      expect(statSync(page ?? '').mode & 0o777).toBe(0o600);
      const html = readFileSync(page ?? '', 'utf8');
      expect(html).toContain('<h1>feature/cart</h1>');
      expect(html).toContain("default-src 'none'");

      desktop.restartPanel();
      await until({
        what: 'the icon to go with its panel',
        read: () => desktop.find(shapes.waiting.fill, panel),
        accept: (at) => at === null,
      });
      await desktop.untilSeen(shapes.waiting.fill, panel);
    } finally {
      tray.kill();
      await ended;
      desktop.close();
      rmSync(directory, { recursive: true, force: true });
    }
  },
);
