import { join } from 'node:path';
import type { PlacedFile } from './find-file.ts';
import type { Known, KnownWorktree } from './known.ts';
import { fileStamp, headStamp, registeredNames } from './stamps.ts';

/**
 * A worktree that may have changed the file. `changed`: it had when that was last looked at, and nothing has moved there since.
 * `moved`: its HEAD is another one. `touched`: the file on disk changed after the last look. `new`: it was not there then.
 */
export type Suspect = {
  readonly why: 'changed' | 'moved' | 'touched' | 'new';
  readonly worktree: string;
  readonly branch: string | null;
  /** Another one whenever what it holds of the file is another one. */
  readonly stamp: string;
};

/** Tells from what is known, and from how the files stand on disk, who may have changed a file. No process is started. */
export function findSuspects(known: Known, { path, gitDirectory, commonDirectory }: PlacedFile): readonly Suspect[] {
  const others = known.worktrees.filter((one) => one.gitDirectory !== gitDirectory);
  const looked = others.flatMap((one): Suspect[] => {
    const head = headStamp({ gitDirectory: one.gitDirectory, commonDirectory });
    const { stamp, changed } = fileStamp(join(one.path, path));
    const why = reasonOf({ known, one, head, changed, path });
    return why === null ? [] : [{ why, worktree: one.path, branch: one.branch, stamp: `${one.path} ${head} ${stamp}` }];
  });
  const before = new Set(known.names);
  const unknown = registeredNames(commonDirectory).filter((name) => !before.has(name));
  return [
    ...looked,
    ...unknown.map((name): Suspect => ({ why: 'new', worktree: name, branch: null, stamp: `new ${name}` })),
  ];
}

function reasonOf(asked: {
  readonly known: Known;
  readonly one: KnownWorktree;
  readonly head: string;
  /** When the file on disk last changed. */
  readonly changed: number;
  readonly path: string;
}): Suspect['why'] | null {
  const { known, one, head, changed, path } = asked;
  if (head !== one.head) return 'moved';
  // A file system's clock ticks in steps: a change in the moment of the look may have come after it.
  if (changed >= known.begun - (changed % 1000 === 0 ? 2000 : TICK)) return 'touched';
  if (one.changed?.includes(path) !== false) return 'changed';
  return null;
}

const TICK = 20;
