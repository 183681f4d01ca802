import { watch, type FSWatcher } from 'node:fs';
import { isErrorCode } from '../worktrees/file-error.ts';

/** A set of watched files and directories that can be exchanged for another while it runs. */
export type Watches = {
  /** Watches exactly these from now on: new ones are added, others are let go. Answers how many were added. */
  readonly keep: (places: readonly string[]) => number;
  readonly held: () => number;
  /** Places that are there but could not be watched (the system's limit, a file system without notifications). */
  readonly refused: () => number;
};

/** Opens an empty set. `onMove` is called, often and with the watched place alone, when something in it changes. */
export function openWatches(onMove: (place: string) => void): Watches {
  const open = new Map<string, FSWatcher>();
  let refused = 0;

  const letGo = (place: string) => {
    open.get(place)?.close();
    open.delete(place);
  };

  const begin = (place: string) => {
    try {
      const watcher = watch(place, { persistent: false }, () => onMove(place));
      // A watched directory that goes away is a move like any other; the next survey names what is to be watched then.
      watcher.on('error', () => {
        letGo(place);
        onMove(place);
      });
      open.set(place, watcher);
    } catch (error) {
      if (!isErrorCode(error, 'ENOENT', 'ENOTDIR')) refused += 1;
    }
  };

  return {
    keep: (places) => {
      const wanted = new Set(places);
      for (const place of open.keys()) if (!wanted.has(place)) letGo(place);
      refused = 0;
      const held = open.size;
      for (const place of wanted) if (!open.has(place)) begin(place);
      return open.size - held;
    },
    held: () => open.size,
    refused: () => refused,
  };
}
