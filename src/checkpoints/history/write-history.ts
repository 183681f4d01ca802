import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { gitFailureLine } from '../../git/failure.ts';
import { encodePath } from '../../git/path.ts';
import type { Checkpoint } from '../checkpoint.ts';
import { manifestFile, readIds } from './read-history.ts';
import { diskReason, notSaved } from './not-saved.ts';
import { notTaken } from '../code/not-taken.ts';
import { objectListFile, objectListText, readObjectList } from '../code/object-list.ts';
import { openCheckpointObjects, packObjects } from '../code/object-store.ts';
import type { SavedCheckpoint, SaveOptions, SaveStep } from '../save.ts';
import { worktreeLife } from '../worktree-life.ts';
import { writeDurable } from './write-durable.ts';

export type Writing = {
  readonly id: string;
  readonly history: string;
  readonly step: (name: SaveStep) => void | Promise<void>;
};

/** Writes the objects, the list of them and the manifest. Rejects with the error of the file system. */
export async function writeHistory(
  options: SaveOptions,
  { id, history, step }: Writing,
): Promise<Pick<SavedCheckpoint, 'checkpoint' | 'manifest' | 'problems'>> {
  const { unsaved, worktree, now, objects, clean } = options;
  await mkdir(encodePath(history), { recursive: true, mode: 0o700 });
  const reason = objects === null ? null : await writeObjects({ ...options, objects }, { id, history });
  await step('packed');
  const problems = reason === null ? [] : [notTaken(worktree.path, await clean(reason))];
  const code = reason === null && objects !== null ? unsaved.code : null;
  if (code !== null && objects !== null) {
    await writeDurable({ file: objectListFile(history, id), text: objectListText(objects.oids), id });
  }
  await step('objects listed');
  const life = worktreeLife(worktree.gitDirectory);
  const checkpoint: Checkpoint = {
    schema: 1,
    id,
    at: now.toISOString(),
    ...unsaved,
    ...(life === null ? {} : { life }),
    code,
    problems: [...unsaved.problems, ...problems],
  };
  const manifest = manifestFile(history, id);
  const written = () => step('manifest written');
  await writeDurable({ file: manifest, text: JSON.stringify(checkpoint), id, exclusive: true, written });
  await step('saved');
  return { checkpoint, manifest, problems };
}

/** Packs what the checkpoint before does not have already. Answers why it could not, unless the disk is the reason. */
async function writeObjects(
  options: SaveOptions & { readonly objects: NonNullable<SaveOptions['objects']> },
  { id, history }: Pick<Writing, 'id' | 'history'>,
): Promise<string | null> {
  const { git, commonDirectory, worktree, objects } = options;
  const store = await openCheckpointObjects(commonDirectory);
  const [before] = await readIds(history);
  const there = new Set(before === undefined ? [] : await readObjectList(history, before));
  const oids = objects.oids.filter((oid) => !there.has(oid));
  try {
    const from = join(objects.store.directory, 'objects');
    await packObjects({ git, cwd: worktree.path, objects: store, name: id, oids, from });
    return null;
  } catch (error) {
    const line = gitFailureLine(error);
    if (line === null) throw error;
    const cause = diskReason(line);
    if (cause !== null) throw notSaved(store.directory, cause, error);
    return line;
  }
}
