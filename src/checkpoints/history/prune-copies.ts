import { readFile, rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { encodePath, isText } from '../../git/path.ts';
import type { Git } from '../../git/run.ts';
import { pathKind } from '../../worktrees/path-kind.ts';
import { worktreePlaces } from '../checkpoint-places.ts';
import { IGNORE, readTracked } from '../code/worktree-copy.ts';

/** What kg has put into one worktree: its own directory there, and the files of its own in that. Absolute. */
export type Copies = { readonly directory: string; readonly files: readonly string[] };

/**
 * Reads which files in a worktree are kg's: the latest checkpoint, and the `.gitignore` as kg writes it. Never what git tracks, what
 * lies behind a link, or what somebody else has put there. `null` when the worktree is not there, or cannot be read. One git process
 * where there is such a directory.
 */
export async function readCopies(git: Git, worktree: string): Promise<Copies | null> {
  const { directory, json, markdown, ignore } = worktreePlaces(worktree);
  try {
    if (!isText(worktree) || (await pathKind(worktree)) !== 'directory') return null;
    if ((await pathKind(directory)) !== 'directory') return { directory, files: [] };
    const tracked = new Set((await readTracked(git, worktree)).map((path) => join(worktree, path)));
    const there: string[] = [];
    for (const file of [json, markdown, ignore]) {
      if (tracked.has(directory) || tracked.has(file) || (await pathKind(file)) !== 'file') continue;
      if (file !== ignore || (await readFile(file, 'utf8')) === IGNORE) there.push(file);
    }
    return { directory, files: there };
  } catch {
    return null;
  }
}

/** Removes them, and their directory where nothing else is in it. Answers what could not be removed. */
export async function removeCopies({ directory, files }: Copies): Promise<readonly string[]> {
  const stay: string[] = [];
  for (const file of files) await rm(encodePath(file), { force: true }).catch(() => stay.push(file));
  if (files.length > 0 && stay.length === 0) await rmdir(encodePath(directory)).catch(() => {});
  return stay;
}
