import { stat } from 'node:fs/promises';
import type { Kg } from '../kg.ts';
import { claudeDirectories } from '../sessions/directories.ts';
import { urgentPlaces } from '../watch/places.ts';

/**
 * Where Claude Code's config directories stand, those that were there at an earlier look too. Directories can be moved away and made
 * anew without anything in them that is watched saying so.
 */
export type ClaudePlaces = {
  readonly directories: readonly string[];
  /** Of each directory, and of the folders in it that are watched, what tells it from another of its name; `null`: it is not there. */
  readonly identities: ReadonlyMap<string, string | null>;
};

export const noPlaces: ClaudePlaces = { directories: [], identities: new Map() };

/** Reads how they stand now. */
export async function readClaudePlaces(
  { env, home, config }: Pick<Kg, 'env' | 'home' | 'config'>,
  before: ClaudePlaces,
): Promise<ClaudePlaces> {
  const there = claudeDirectories({ env, home, configured: config.claude.directories });
  return withIdentities([...new Set([...before.directories, ...there])]);
}

/** Whether anything stands otherwise than it did. */
export async function haveMoved(before: ClaudePlaces): Promise<boolean> {
  const { identities } = await withIdentities(before.directories);
  return [...identities].some(([path, identity]) => before.identities.get(path) !== identity);
}

/** Directories that were there once and are not any more. Pure. */
export function lostDirectories({ directories, identities }: ClaudePlaces): readonly string[] {
  return directories.filter((directory) => identities.get(directory) === null);
}

/** Places that are there, and are others than before: what watches them by name watches the old ones. Pure. */
export function renewedPlaces(before: ClaudePlaces, { identities }: ClaudePlaces): ReadonlySet<string> {
  const renewed = [...identities].filter(([path, identity]) => {
    const earlier = before.identities.get(path) ?? null;
    return earlier !== null && identity !== null && earlier !== identity;
  });
  return new Set(renewed.map(([path]) => path));
}

async function withIdentities(directories: readonly string[]): Promise<ClaudePlaces> {
  const paths = [...directories, ...urgentPlaces(directories)];
  const identities = await Promise.all(paths.map(async (path) => [path, await identityOf(path)] as const));
  return { directories, identities: new Map(identities) };
}

/** Numbers of files are given again, and times of birth too where a file system has none. */
async function identityOf(path: string): Promise<string | null> {
  const found = await stat(path).catch(() => null);
  return found === null ? null : `${found.dev}:${found.ino}:${found.birthtimeMs}`;
}
