import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { encodePath } from '../../git/path.ts';
import type { Status } from '../../git/status.ts';
import type { Look } from './look.ts';

/**
 * The unmerged paths of which the file still holds both halves between markers. One without markers is what a person (or git,
 * for a binary file) has put there, and counts as content.
 */
export async function findMarked(
  directory: string,
  status: Status,
  looks: ReadonlyMap<string, Look>,
): Promise<ReadonlySet<string>> {
  const marked = new Set<string>();
  for (const { path, unmerged } of status.tracked) {
    const look = looks.get(path);
    if (!unmerged || look?.kind !== 'file') continue;
    if (look.size > MAX_BYTES || hasMarkers(await readFile(encodePath(join(directory, path))))) marked.add(path);
  }
  return marked;
}

/** Nobody writes a file of this size by hand: as long as git calls it unmerged, it is. */
const MAX_BYTES = 16 * 1024 * 1024;

/** Git's own markers: seven characters, or more where an attribute says so, at the start of a line. */
export function hasMarkers(content: Buffer): boolean {
  const text = content.toString('latin1');
  return /^<{7,}(?: |\r?$)/mu.test(text) && /^>{7,}(?: |\r?$)/mu.test(text);
}

/** The commits that a merge in this worktree waits to take in; empty outside of a merge. */
export async function readMergeHeads(gitDirectory: string): Promise<readonly string[]> {
  // A worktree may lie where nothing answers: whoever has only so much time must be able to go on without it.
  const content = await readFile(encodePath(join(gitDirectory, 'MERGE_HEAD')), 'latin1').catch(() => '');
  return content.split('\n').filter((line) => /^[0-9a-f]{40,64}$/u.test(line));
}
