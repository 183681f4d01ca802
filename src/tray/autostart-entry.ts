import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Surroundings } from '../places.ts';

/** The file that starts the tray with every login: where it lies, and its bytes. */
export type AutostartEntry = { readonly file: string; readonly bytes: Buffer };

/** Makes the entry of this platform; `null` where kg knows of none. Pure. */
export function autostartEntry(argv: readonly string[], surroundings: Surroundings): AutostartEntry | null {
  const { env, home, platform } = surroundings;
  if (platform === 'linux') {
    const { XDG_CONFIG_HOME: own } = env;
    const base = own !== undefined && own.startsWith('/') ? own : join(home, '.config');
    return { file: join(base, 'autostart', 'kg-tray.desktop'), bytes: utf8(signed(desktop(argv), '#', '')) };
  }
  if (platform === 'darwin') {
    const file = join(home, 'Library', 'LaunchAgents', 'keepgoing.kg-tray.plist');
    return { file, bytes: utf8(signed(plist(argv), '<!--', ' -->')) };
  }
  if (platform !== 'win32') return null;
  const roaming = env['APPDATA'] ?? join(home, 'AppData', 'Roaming');
  const file = join(roaming, 'Microsoft', 'Windows', 'Start Menu', 'Programs', 'Startup', 'kg-tray.vbs');
  // The script host takes a file without this mark for one in the code page of the machine.
  return { file, bytes: Buffer.from(`\uFEFF${signed(script(argv), "'", '')}`, 'utf16le') };
}

/** Whether the bytes are an entry of kg, as it was written: nobody has changed it since, and taking it away loses nothing. */
export function isOwnEntry(bytes: Buffer): boolean {
  const text = (bytes[0] === 0xff ? bytes.toString('utf16le') : bytes.toString('utf8')).replace(/^\uFEFF/u, '');
  const found =
    /^(?<text>[^]*)^(?<sign>#|<!--|') written by kg tray --install, sha256 (?<sum>[0-9a-f]{64})(?: -->)?\r?\n$/mu.exec(
      text,
    );
  return found?.groups !== undefined && sumOf(found.groups['text'] ?? '') === found.groups['sum'];
}

/** The last line tells whose the file is, and lets a change be seen. */
function signed(text: string, begin: string, end: string): string {
  return `${text}${begin} written by kg tray --install, sha256 ${sumOf(text)}${end}\n`;
}

function sumOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function utf8(text: string): Buffer {
  return Buffer.from(text, 'utf8');
}

/** XDG autostart. The quoting of Exec: https://specifications.freedesktop.org/desktop-entry-spec/latest/exec-variables.html */
function desktop(argv: readonly string[]): string {
  const words = argv.map((word) => `"${word.replaceAll(/["`$\\]/gu, String.raw`\$&`)}"`);
  const exec = words
    .join(' ')
    .replaceAll('\\', String.raw`\\`)
    .replaceAll('%', '%%');
  return [
    '[Desktop Entry]',
    'Type=Application',
    'Name=kg tray',
    'Comment=Who of your Claude Code sessions waits for you',
    `Exec=${exec}`,
    'Terminal=false',
    'X-GNOME-Autostart-enabled=true',
    '',
  ].join('\n');
}

function plist(argv: readonly string[]): string {
  const xml = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">',
    '<plist version="1.0"><dict>',
    '<key>Label</key><string>keepgoing.kg-tray</string>',
    '<key>ProgramArguments</key><array>',
    ...argv.map((word) => `<string>${xml(word)}</string>`),
    '</array>',
    '<key>RunAtLoad</key><true/>',
    '</dict></plist>',
    '',
  ].join('\n');
}

/** Started without a window; quotes are doubled, and no file name of Windows holds one. */
function script(argv: readonly string[]): string {
  const line = argv.map((word) => `""${word}""`).join(' ');
  return `CreateObject("WScript.Shell").Run "${line}", 0, False\n`;
}
