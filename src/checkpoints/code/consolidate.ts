import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { gitFailureLine } from '../../git/failure.ts';
import { encodePath } from '../../git/path.ts';
import type { Git } from '../../git/run.ts';
import { checkpointPlaces } from '../checkpoint-places.ts';
import { manifestFile, readHistories, readIds } from '../history/read-history.ts';
import { readObjectList } from './object-list.ts';
import { openCheckpointObjects, packObjects } from './object-store.ts';
import { readManifest } from '../history/read-manifest.ts';

/** `busy`: somebody is saving, and may count on what would go. `unsure`: what is needed cannot be told, so nothing goes. */
export type Consolidated = 'done' | 'busy' | 'unsure';

/**
 * Puts all objects that the checkpoints need into one pack, and removes the other packs. Call it with a claim to prune only.
 *
 * The order makes it safe beside writers, who claim first, then read what the checkpoint before them has, then write packs. The
 * packs to remove are listed before the claims are read, and the manifests after. So a writer who is not seen in the claims has
 * either finished, and its manifest is read; or has not begun, and then neither its packs are in the list nor can it count on a
 * checkpoint that is not read.
 */
export async function consolidate(options: {
  readonly git: Git;
  readonly cwd: string;
  readonly commonDirectory: string;
  /** Name of the new pack: that of the claim. */
  readonly id: string;
  readonly isBusy: () => Promise<boolean>;
}): Promise<Consolidated> {
  const { git, cwd, commonDirectory, id, isBusy } = options;
  const store = await openCheckpointObjects(commonDirectory);
  const directory = join(store.directory, 'pack');
  const old = await packFiles(commonDirectory);
  if (await isBusy()) return 'busy';
  const needed = await readNeeded(commonDirectory);
  if (needed === null) return 'unsure';
  try {
    await packObjects({ git, cwd, objects: store, name: `all-${id}`, oids: [...needed] });
  } catch (error) {
    // An object is gone from everywhere, or the disk is full: what is there stays as it is.
    if (gitFailureLine(error) === null) throw error;
    return 'unsure';
  }
  // Git finds a pack by its index.
  const first = old.toSorted((a, b) => Number(b.endsWith('.idx')) - Number(a.endsWith('.idx')));
  for (const name of first) await rm(encodePath(join(directory, name)), { force: true });
  return 'done';
}

/** All object ids on the lists of all checkpoints; `null` when a list is missing that should be there. */
async function readNeeded(commonDirectory: string): Promise<ReadonlySet<string> | null> {
  const needed = new Set<string>();
  for (const history of await readHistories(commonDirectory)) {
    for (const id of await readIds(history)) {
      const oids = await readObjectList(history, id);
      for (const oid of oids ?? []) needed.add(oid);
      if (oids !== null) continue;
      const { checkpoint } = await readManifest(manifestFile(history, id));
      if (checkpoint === null || checkpoint.code !== null) return null;
    }
  }
  return needed;
}

/** Names of the files that packs are made of, those of unfinished ones too. */
export async function packFiles(commonDirectory: string): Promise<readonly string[]> {
  const directory = join(checkpointPlaces(commonDirectory).objects, 'pack');
  return readdir(encodePath(directory), 'utf8').catch(() => []);
}

/** Bytes of all packs. */
export async function packBytes(commonDirectory: string): Promise<number> {
  const directory = join(checkpointPlaces(commonDirectory).objects, 'pack');
  const sizes = (await packFiles(commonDirectory)).map((name) =>
    stat(encodePath(join(directory, name))).then(
      ({ size }) => size,
      () => 0,
    ),
  );
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}
