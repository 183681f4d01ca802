import { statSync, watch, type FSWatcher, type Stats } from 'node:fs';
import { stat } from 'node:fs/promises';
import { isErrorCode } from '../worktrees/file-error.ts';

/** A set of watched files and directories that can be exchanged for another while it runs. */
export type Watches = {
  /** Watches exactly these from now on: new ones are added, others are let go. Answers how many were added. */
  readonly keep: (places: readonly string[]) => number;
  /**
   * Looks whether those of the watched places are there that were not, or are others than those that were: who watches a directory
   * hears nothing of one that takes its place. Watches them anew; answers whether any was.
   */
  readonly renew: (places: Iterable<string>) => Promise<boolean>;
  readonly held: () => number;
  /** Places that are there but could not be watched (the system's limit, a file system without notifications). */
  readonly refused: () => number;
};

/** Opens an empty set. `onMove` is called, often and with the watched place alone, when something in it changes. */
export function openWatches(onMove: (place: string) => void): Watches {
  const open = new Map<string, { readonly watcher: FSWatcher; readonly identity: string }>();
  let refused = 0;

  const letGo = (place: string) => {
    open.get(place)?.watcher.close();
    open.delete(place);
  };

  const begin = (place: string) => {
    try {
      const identity = identityOf(statSync(place));
      const watcher = watch(place, { persistent: false }, () => onMove(place));
      // A watched directory that goes away is a move like any other; the next survey names what is to be watched then.
      watcher.on('error', () => {
        letGo(place);
        onMove(place);
      });
      open.set(place, { watcher, identity });
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
    renew: async (places) => {
      let renewed = false;
      for (const place of places) {
        const found = await stat(place).then(identityOf, () => null);
        if (found === null || found === open.get(place)?.identity) continue;
        letGo(place);
        begin(place);
        renewed ||= open.has(place);
      }
      return renewed;
    },
    held: () => open.size,
    refused: () => refused,
  };
}

/** What tells a directory from another of the same name. */
function identityOf({ dev, ino, birthtimeMs }: Stats): string {
  return `${dev}:${ino}:${birthtimeMs}`;
}
