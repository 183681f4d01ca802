import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Store } from '../store/store.ts';

/** What one snapshot has of its own while it is taken: a directory in the store, which goes with it. */
export type Run = {
  readonly directory: string;
  /** Nanoseconds since 1970 by the clock of the file system, before git looked at the first file. */
  readonly begun: bigint;
  readonly remove: () => Promise<void>;
};

export async function openRun(store: Store): Promise<Run> {
  const directory = await mkdtemp(`${store.scratch}index-`);
  const begun = join(directory, 'begun');
  await writeFile(begun, '');
  const { mtimeNs } = await stat(begun, { bigint: true });
  return { directory, begun: mtimeNs, remove: () => rm(directory, { recursive: true, force: true }) };
}
