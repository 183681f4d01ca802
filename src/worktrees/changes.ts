import type { Difference } from '../git/difference.ts';
import type { Status, TrackedChange } from '../git/status.ts';
import type { FileChange } from './file-change.ts';
import type { UntrackedFile } from './untracked.ts';
import type { Changes } from './worktree.ts';

/** What was read of a worktree's changes. */
export type ChangesRead = {
  readonly status: Status;
  /** From the fork point to the files on disk, tracked paths only. */
  readonly differences: readonly Difference[];
  readonly untracked: readonly UntrackedFile[];
};

/** Joins the differences, the status and the untracked files into one entry a path, in the order of the paths. */
export function fileChanges({ status, differences, untracked }: ChangesRead): readonly FileChange[] {
  const tracked = new Map(status.tracked.map((change) => [change.path, change]));
  const files = new Map(differences.map((difference) => [difference.path, trackedFile(difference, tracked)]));
  const deleted = new Map(differences.map((difference) => [difference.path, difference]));
  for (const file of untracked) {
    const joined = untrackedFile(file, { gone: files.get(file.path), before: deleted.get(file.path)?.before ?? null });
    if (joined === null) files.delete(file.path);
    else files.set(file.path, joined);
  }
  return [...files.values()].toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

/** Counts a worktree's changes. Lines that are not known (of binary files, say) count as none. */
export function countChanges(files: readonly FileChange[], { status, untracked }: ChangesRead): Changes {
  return {
    files: files.length,
    added: sum(files.map((file) => file.added)),
    deleted: sum(files.map((file) => file.deleted)),
    uncommitted: status.tracked.length,
    untracked: untracked.length,
  };
}

function sum(numbers: readonly (number | null)[]): number {
  return numbers.reduce((total: number, number) => total + (number ?? 0), 0);
}

function trackedFile(difference: Difference, tracked: ReadonlyMap<string, TrackedChange>): FileChange {
  const { path, from, change, added, deleted, before } = difference;
  const ends = from === undefined ? [path] : [path, from];
  const uncommitted = ends.flatMap((end) => tracked.get(end) ?? []);
  // An end of which HEAD holds something else than the fork point did: a commit changed it.
  const atFork = (end: string): string | null => (from !== undefined && end === path ? null : before);
  const committed = ends.some((end) => {
    const one = tracked.get(end);
    return one === undefined || one.atHead !== atFork(end);
  });
  return {
    path,
    ...(from === undefined ? {} : { from }),
    change,
    added,
    deleted,
    committed,
    staged: uncommitted.some((one) => one.staged),
    unstaged: uncommitted.some((one) => one.unstaged),
    untracked: false,
  };
}

/**
 * A file that git does not track is added, unless the fork point has its path: then it was taken out of the index and kept
 * (`git rm --cached`), or deleted and written anew. Nobody compared the two contents line by line, so unless they are the
 * same the lines are not known. `null` when the file is again what it was at the fork point.
 */
function untrackedFile(
  { path, lines, blob }: UntrackedFile,
  { gone, before }: { readonly gone: FileChange | undefined; readonly before: string | null },
): FileChange | null {
  if (gone === undefined) {
    const flags = { committed: false, staged: false, unstaged: false, untracked: true };
    return { path, change: 'added', added: lines, deleted: lines === null ? null : 0, ...flags };
  }
  const [[mode, oid] = [], [oldMode, oldOid] = []] = [blob?.split(' '), before?.split(' ')];
  const same = oid !== undefined && oid === oldOid;
  if (same && mode === oldMode) return null;
  const count = same ? 0 : null;
  return {
    ...gone,
    change: mode !== undefined && typeOf(mode) !== typeOf(oldMode ?? '') ? 'type' : 'modified',
    added: count,
    deleted: count,
    untracked: true,
  };
}

/** The kind of a mode: file or link. */
function typeOf(mode: string): string {
  return mode.slice(0, 3);
}

/** Whether the lines of a path are not known although it is no binary file. */
export function isUncounted(file: FileChange, untracked: ReadonlyMap<string, UntrackedFile>): boolean {
  const read = untracked.get(file.path);
  return read !== undefined && file.added === null && (!read.counted || read.lines !== null);
}
