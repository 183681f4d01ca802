import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Store } from '../store/store.ts';

/** What one snapshot has of its own while it is taken: a directory in the store, which goes with it. */
export type Run = {
  readonly directory: string;
  /** Nanoseconds since 1970 by the clock of the file system, before git looked at the first file. */
  readonly begun: bigint;
  readonly remove: () => void;
};

/** The file system is asked without another thread, as for the store. */
export function openRun(store: Store): Run {
  const directory = mkdtempSync(`${store.scratch}index-`);
  const begun = join(directory, 'begun');
  writeFileSync(begun, '');
  const { mtimeNs } = statSync(begun, { bigint: true });
  return { directory, begun: mtimeNs, remove: () => rmSync(directory, { recursive: true, force: true }) };
}
