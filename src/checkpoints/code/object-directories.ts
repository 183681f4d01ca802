import { checkpointPlaces } from '../checkpoint-places.ts';

/**
 * For git calls that must see the objects of checkpoints, in the `env` of the call: they are looked for besides those of the
 * repository (or of the store whose `env` this is added to). In double quotes a colon in the path parts nothing.
 * Format: git(1), "GIT_ALTERNATE_OBJECT_DIRECTORIES".
 */
export function seeCheckpoints(commonDirectory: string): Readonly<Record<string, string>> {
  return seeObjects(checkpointPlaces(commonDirectory).objects);
}

/** The same for any object directory. */
export function seeObjects(directory: string): Readonly<Record<string, string>> {
  return { GIT_ALTERNATE_OBJECT_DIRECTORIES: quotedDirectory(directory) };
}

/** As git reads one directory of several. */
export function quotedDirectory(directory: string): string {
  return `"${directory.replaceAll(/["\\]/gu, String.raw`\$&`).replaceAll('\n', String.raw`\n`)}"`;
}
