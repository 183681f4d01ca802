import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { addedConfig } from '../../git/environment.ts';
import { encodePath } from '../../git/path.ts';
import type { Git } from '../../git/run.ts';
import { checkpointPlaces } from '../checkpoint-places.ts';
import { seeObjects } from './object-directories.ts';
import { syncDirectory } from '../history/write-durable.ts';

/** The private object directory of the checkpoints: packs, and the repository's own objects as what they build on. */
export type CheckpointObjects = {
  readonly directory: string;
  /** For git calls that write here and see the repository's objects. */
  readonly env: Readonly<Record<string, string>>;
};

/** Opens the private object directory of a repository, and makes it when there is none. */
export async function openCheckpointObjects(commonDirectory: string): Promise<CheckpointObjects> {
  const directory = checkpointPlaces(commonDirectory).objects;
  for (const part of ['info', 'pack']) {
    await mkdir(encodePath(join(directory, part)), { recursive: true, mode: 0o700 });
  }
  const alternates = join(directory, 'info', 'alternates');
  const written = await readFile(encodePath(alternates), 'utf8').catch(() => null);
  // Relative to the object directory: a repository can be moved. Whoever writes it writes the same.
  if (written !== ALTERNATES) await writeFile(encodePath(alternates), ALTERNATES, { mode: 0o600 });
  return { directory, env: { GIT_OBJECT_DIRECTORY: directory, ...settings } };
}

export const ALTERNATES = '../../objects\n';

/** One more file a pack would cost more than it saves here. */
const settings = addedConfig({ 'pack.writeReverseIndex': 'false', 'core.fsync': 'committed' });

/**
 * Packs objects into the private directory with one git process, under a name of its own, and sees to it that the pack is on the
 * disk. What other directories hold can be named too. Throws GIT_FAILED; then nothing is there.
 */
export async function packObjects(options: {
  readonly git: Git;
  /** A directory inside of the repository. */
  readonly cwd: string;
  readonly objects: CheckpointObjects;
  readonly name: string;
  readonly oids: readonly string[];
  /** An object directory besides that of the repository. */
  readonly from?: string;
}): Promise<void> {
  const { git, cwd, objects, name, oids, from } = options;
  if (oids.length === 0) return;
  const pack = join(objects.directory, 'pack');
  await git.run({
    cwd,
    env: { ...objects.env, ...(from === undefined ? {} : seeObjects(from)) },
    args: ['pack-objects', '-q', '--delta-base-offset', join(pack, `pack-${name}`)],
    input: oids.map((oid) => `${oid}\n`).join(''),
  });
  await syncDirectory(pack);
}
