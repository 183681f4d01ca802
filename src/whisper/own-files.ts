import { join } from 'node:path';
import { decodePath } from '../git/path.ts';
import { splitRecords } from '../git/records.ts';
import type { Git } from '../git/run.ts';
import { parseStatus, statusArgs } from '../git/status.ts';
import { fileStamp } from './stamps.ts';

/** The state of a worktree as far as a command may change it: HEAD, and the files that differ from it. */
export type OwnFiles = { readonly head: string | null; readonly stamps: ReadonlyMap<string, string> };

/** Reads it with one git process. Rejects where git cannot. */
export async function readOwnFiles(git: Git, directory: string): Promise<OwnFiles> {
  const { stdout } = await git.run({ cwd: directory, args: statusArgs });
  const { head, tracked, untracked } = parseStatus(stdout);
  const paths = [...tracked.map(({ path }) => path), ...untracked].slice(0, MOST);
  return { head, stamps: new Map(paths.map((path) => [path, fileStamp(join(directory, path)).stamp])) };
}

const MOST = 5000;

/**
 * The files that changed between two states, from the top of the worktree on: those written, made, removed or put back, and those
 * that another HEAD brought along. One git process more when HEAD moved.
 */
export async function changedBetween(
  git: Git,
  directory: string,
  { before, after }: { readonly before: OwnFiles; readonly after: OwnFiles },
): Promise<readonly string[]> {
  const touched = [...new Set([...before.stamps.keys(), ...after.stamps.keys()])].filter(
    (path) => before.stamps.get(path) !== after.stamps.get(path),
  );
  if (before.head === after.head || before.head === null || after.head === null) return touched;
  const args = ['diff-tree', '-r', '-z', '--name-only', '--no-renames', before.head, after.head, '--'];
  const { stdout } = await git.run({ cwd: directory, args });
  const moved = splitRecords(stdout).map(decodePath);
  // A commit of what had been changed before changes no file: its stamp is gone from the list, the file is the same.
  const committed = new Set(touched.filter((path) => !after.stamps.has(path) && isAsBefore(directory, path, before)));
  const kept = touched.filter((path) => !committed.has(path));
  return [...new Set([...kept, ...moved.filter((path) => !isAsBefore(directory, path, before))])];
}

function isAsBefore(directory: string, path: string, { stamps }: OwnFiles): boolean {
  return stamps.get(path) === fileStamp(join(directory, path)).stamp;
}
