import { join } from 'node:path';

/** What decides where kg keeps things: the process environment, the home directory and the platform. */
export type Surroundings = {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  readonly platform: NodeJS.Platform;
};

/**
 * kg's own cache directory: the user's, by the platform's convention (XDG on Linux). Everything in it can be deleted at any
 * time; a missing or damaged file is only slower.
 */
export function cacheDirectory({ env, home, platform }: Surroundings): string {
  if (env['KG_CACHE_DIR']) return env['KG_CACHE_DIR'];
  if (env['XDG_CACHE_HOME']) return join(env['XDG_CACHE_HOME'], 'keepgoing');
  if (platform === 'darwin') return join(home, 'Library', 'Caches', 'keepgoing');
  if (platform === 'win32') return join(env['LOCALAPPDATA'] ?? join(home, 'AppData', 'Local'), 'keepgoing', 'cache');
  return join(home, '.cache', 'keepgoing');
}

/** Where the last survey is kept for `kg glance`. */
export function glanceFile(cache: string): string {
  return join(cache, 'glance.json');
}

/** The same as one line of text, for whoever can afford no more than `cat`. */
export function glanceLineFile(cache: string): string {
  return join(cache, 'glance.txt');
}
