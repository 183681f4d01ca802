import type { Programs } from './programs.ts';

/** What puts text on the clipboard, in the order in which they are tried. */
function clipboards(platform: NodeJS.Platform, wayland: boolean): readonly (readonly string[])[] {
  if (platform === 'darwin') return [['/usr/bin/pbcopy']];
  if (platform === 'win32') return [['clip.exe']];
  const x11 = [
    ['xclip', '-selection', 'clipboard'],
    ['xsel', '--clipboard', '--input'],
  ];
  return wayland ? [['wl-copy'], ...x11] : [...x11, ['wl-copy']];
}

/** Copies text. Answers whether any program could. */
export async function copyText(
  text: string,
  {
    programs,
    platform,
    env,
  }: {
    readonly programs: Programs;
    readonly platform: NodeJS.Platform;
    readonly env: Readonly<Record<string, string | undefined>>;
  },
): Promise<boolean> {
  for (const argv of clipboards(platform, Boolean(env['WAYLAND_DISPLAY']))) {
    const ran = await programs.run(argv, { input: text });
    if (ran?.exitCode === 0) return true;
  }
  return false;
}

/** What opens a file or a folder with the program that the person chose for it. */
export function opener(platform: NodeJS.Platform): readonly string[] {
  if (platform === 'darwin') return ['/usr/bin/open'];
  return platform === 'win32' ? ['explorer.exe'] : ['xdg-open'];
}
