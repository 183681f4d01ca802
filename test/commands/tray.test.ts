import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import Tray from '../../src/commands/tray.ts';
import { autostartEntry, isOwnEntry } from '../../src/tray/autostart-entry.ts';
import { runCommand } from '../helpers/command.ts';
import { faultsOf } from '../helpers/schema.ts';
import { place } from '../helpers/repo.ts';
import { shopWorld } from '../helpers/world.ts';

test('kg tray --json prints what the tray would show, and it fits its schema', async () => {
  const world = await shopWorld();
  const { stdout, exitCode } = await runCommand(Tray, ['--json'], {
    directory: world.home,
    home: world.home,
    now: world.now,
  });
  expect(exitCode).toBe(0);
  expect(await faultsOf('tray', stdout)).toEqual([]);
  expect(JSON.parse(stdout)).toMatchObject({
    counts: { waiting: 1, crashed: 0, active: 1, idle: 1, unknown: 0, finished: 0 },
    needs: 1,
    conflicts: 1,
    worst: 'waiting',
    waitingSince: '2026-11-22T11:51:00.000Z',
    projects: [
      {
        root: world.shop.path,
        sessions: [
          { need: 'waiting', branch: 'feature/cart', overlap: { level: 'conflict', with: [world.auth.path] } },
          { need: 'conflict', branch: 'feature/auth' },
          { need: null, branch: 'fix/receipt-total', overlap: { level: 'none' } },
        ],
        conflicts: [{ a: world.auth.path, b: world.cart.path, files: ['src/session.ts'] }],
      },
    ],
  });
});

test('the autostart entry is shown, asked for, written, and taken away to the byte', async () => {
  const home = place('home');
  mkdirSync(home);
  const file = join(home, '.config', 'autostart', 'kg-tray.desktop');
  const run = (...argv: string[]) => runCommand(Tray, argv, { directory: home, home });

  // Nobody is there to be asked: it is shown, and nothing is written.
  const shown = await run('--install');
  expect(shown.exitCode).toBe(2);
  expect(shown.stderr.replaceAll(/[0-9a-f]{64}/gu, '<sum>')).toMatchInlineSnapshot(`
    "kg would write ~/.config/autostart/kg-tray.desktop:
        [Desktop Entry]
        Type=Application
        Name=kg tray
        Comment=Who of your Claude Code sessions waits for you
        Exec="/opt/node" "/opt/kg/bin/run.js" "tray"
        Terminal=false
        X-GNOME-Autostart-enabled=true
        # written by kg tray --install, sha256 <sum>
    ✗ Nobody can be asked here; --yes answers for a person
    "
  `);
  expect(existsSync(file)).toBe(false);

  expect((await run('--install', '--yes')).stdout).toMatchInlineSnapshot(`
    "✓ Wrote ~/.config/autostart/kg-tray.desktop: kg tray starts with the next login
    "
  `);
  expect((await run('--install', '--yes')).stdout).toMatchInlineSnapshot(`
    "○ ~/.config/autostart/kg-tray.desktop is there already
    "
  `);
  const written = readFileSync(file);
  writeFileSync(file, `${written.toString('utf8')}Hidden=true\n`);
  const changed = await run('--remove', '--yes');
  expect({ stderr: changed.stderr, exitCode: changed.exitCode }).toMatchInlineSnapshot(`
    {
      "exitCode": 2,
      "stderr": "✗ ~/.config/autostart/kg-tray.desktop was changed since kg wrote it, or is not from kg, and is left alone
    ",
    }
  `);

  writeFileSync(file, written);
  expect((await run('--remove', '--yes')).stdout).toMatchInlineSnapshot(`
    "✓ Removed ~/.config/autostart/kg-tray.desktop
    "
  `);
  expect(existsSync(file)).toBe(false);
  expect(existsSync(dirname(file))).toBe(true);
  expect((await run('--remove', '--yes')).stdout).toMatchInlineSnapshot(`
    "○ Nothing to remove: ~/.config/autostart/kg-tray.desktop is not there
    "
  `);
});

test('entries of every platform quote what needs it, and know themselves', () => {
  const argv = ['/opt/no de/bin/node', '/home/ada/100% "kg"/$run.js', 'tray'];
  const at = (platform: NodeJS.Platform) =>
    autostartEntry(argv, { env: { APPDATA: 'C:\\Roaming' }, home: '/home/ada', platform });
  const text = (platform: NodeJS.Platform, encoding: 'utf8' | 'utf16le') =>
    at(platform)
      ?.bytes.toString(encoding)
      .replaceAll(/[0-9a-f]{64}/gu, '<sum>');
  expect(text('linux', 'utf8')).toMatchInlineSnapshot(`
    "[Desktop Entry]
    Type=Application
    Name=kg tray
    Comment=Who of your Claude Code sessions waits for you
    Exec="/opt/no de/bin/node" "/home/ada/100%% \\\\"kg\\\\"/\\\\$run.js" "tray"
    Terminal=false
    X-GNOME-Autostart-enabled=true
    # written by kg tray --install, sha256 <sum>
    "
  `);
  expect(text('darwin', 'utf8')).toMatchInlineSnapshot(`
    "<?xml version="1.0" encoding="UTF-8"?>
    <!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
    <plist version="1.0"><dict>
    <key>Label</key><string>keepgoing.kg-tray</string>
    <key>ProgramArguments</key><array>
    <string>/opt/no de/bin/node</string>
    <string>/home/ada/100% "kg"/$run.js</string>
    <string>tray</string>
    </array>
    <key>RunAtLoad</key><true/>
    </dict></plist>
    <!-- written by kg tray --install, sha256 <sum> -->
    "
  `);
  expect(text('win32', 'utf16le')).toMatchInlineSnapshot(`
    "﻿CreateObject("WScript.Shell").Run """/opt/no de/bin/node"" ""/home/ada/100% "kg"/$run.js"" ""tray""", 0, False
    ' written by kg tray --install, sha256 <sum>
    "
  `);
  expect(autostartEntry(argv, { env: {}, home: '/', platform: 'aix' })).toBeNull();
  for (const platform of ['linux', 'darwin', 'win32'] as const) {
    const bytes = at(platform)?.bytes ?? Buffer.alloc(0);
    expect(isOwnEntry(bytes)).toBe(true);
    const encoding = platform === 'win32' ? 'utf16le' : 'utf8';
    expect(isOwnEntry(Buffer.from(bytes.toString(encoding).replace('tray', 'trap'), encoding))).toBe(false);
  }
});
