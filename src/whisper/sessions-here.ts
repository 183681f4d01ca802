import { readRegistry } from '../sessions/registry.ts';
import { join } from 'node:path';
import { findFile, type PlacedFile } from './find-file.ts';
import { fileStamp } from './stamps.ts';

/** Finds the other running sessions of a worktree by the live registry alone, which takes a millisecond. */
export type FindSessionsHere = (file: PlacedFile, session: string | null) => Promise<string | null>;

/**
 * Answers a stamp that changes with the file and with who is there; `null` where no other running session is in the worktree, or
 * the file has not changed since it came: then none of them has.
 */
export function sessionsHere(options: {
  readonly directories: readonly string[];
  readonly isAlive: (pid: number) => boolean;
}): FindSessionsHere {
  const { directories, isAlive } = options;
  return async (file, session) => {
    const registries = await Promise.all(directories.map(readRegistry));
    const others = registries.flatMap(({ records }) => records).filter(({ sessionId }) => sessionId !== session);
    const { stamp, changed } = fileStamp(join(file.worktree, file.path));
    const ids: string[] = [];
    for (const { sessionId, cwd, pid, startedAt } of others) {
      const started = startedAt === null ? 0 : Date.parse(startedAt);
      if (cwd === null || changed < started || !isAlive(pid)) continue;
      // A worktree that lies inside of this one is another one.
      const place = findFile(join(cwd, 'any'));
      if (place?.worktree === file.worktree) ids.push(sessionId);
    }
    return ids.length === 0 ? null : `${stamp} ${ids.toSorted().join(' ')}`;
  };
}
