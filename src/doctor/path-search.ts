import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';

export type PathSearch = {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
};

/** Every program of a name on PATH, in the order of PATH. A relative entry means another place everywhere: left out. */
export async function findPrograms(name: string, { env, platform }: PathSearch): Promise<string[]> {
  const windows = platform === 'win32';
  const path = Object.entries(env).find(([key]) => (windows ? key.toUpperCase() : key) === 'PATH')?.[1] ?? '';
  const endings = windows ? (env['PATHEXT'] ?? '.COM;.EXE;.BAT;.CMD').split(';') : [''];
  const directories = [...new Set(path.split(windows ? ';' : ':'))].filter(isAbsolute);
  const candidates = directories.flatMap((directory) => endings.map((ending) => join(directory, `${name}${ending}`)));
  const found = await Promise.all(candidates.map(async (file) => ((await isProgram(file)) ? file : null)));
  return found.filter((file) => file !== null);
}

async function isProgram(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return (await stat(file)).isFile();
  } catch {
    // Not there, or not for this user: a shell would pass it over too.
    return false;
  }
}
