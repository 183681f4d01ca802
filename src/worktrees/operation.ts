import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodePath, encodePath } from '../git/path.ts';
import { shortBranch } from '../git/records.ts';
import type { Operation } from './worktree.ts';

/** What is parked in a worktree, and the branch that it will return to where HEAD does not say. */
export type Parked = {
  readonly operation: Operation | null;
  readonly branch: string | null;
};

/**
 * Reads the operation that is parked in a worktree from the files that git keeps for it in the worktree's git directory; the
 * files and their order of precedence are those of git's wt-status.c. A half-done `git am` is none of the operations.
 */
export function readOperation(gitDirectory: string): Parked {
  const names = new Set(readNames(gitDirectory));
  const read = (name: string): string => readSmall(join(gitDirectory, name));
  const rebase = readRebase(names, gitDirectory, read);
  if (rebase !== null) return rebase;
  if (names.has('MERGE_HEAD')) return { operation: 'merge', branch: null };
  if (names.has('CHERRY_PICK_HEAD')) return { operation: 'cherry-pick', branch: null };
  if (names.has('REVERT_HEAD')) return { operation: 'revert', branch: null };
  if (names.has('sequencer')) {
    const operation = sequenced(read('sequencer/todo'));
    if (operation !== null) return { operation, branch: null };
  }
  if (names.has('BISECT_LOG')) return { operation: 'bisect', branch: bisected(read('BISECT_START')) };
  return { operation: null, branch: null };
}

function readRebase(names: ReadonlySet<string>, gitDirectory: string, read: (name: string) => string): Parked | null {
  if (names.has('rebase-merge')) return { operation: 'rebase', branch: rebased(read('rebase-merge/head-name')) };
  if (!names.has('rebase-apply')) return null;
  if (readNames(join(gitDirectory, 'rebase-apply')).includes('applying')) return null;
  return { operation: 'rebase', branch: rebased(read('rebase-apply/head-name')) };
}

/** `head-name` holds the full ref, or the words "detached HEAD". */
function rebased(headName: string): string | null {
  return headName.startsWith('refs/heads/') ? shortBranch(headName) : null;
}

/** `BISECT_START` holds the short branch name, or an object id when HEAD was detached. */
function bisected(start: string): string | null {
  return start === '' || /^[0-9a-f]{40,64}$/u.test(start) ? null : shortBranch(start);
}

/** Between two picks of a sequence only its list of what is left is there. */
function sequenced(todo: string): Operation | null {
  if (/^(?:p|pick)\s/u.test(todo)) return 'cherry-pick';
  return /^revert\s/u.test(todo) ? 'revert' : null;
}

function readSmall(path: string): string {
  try {
    return decodePath(readFileSync(encodePath(path)).subarray(0, 4096)).trim();
  } catch {
    return '';
  }
}

/** A directory that cannot be read has no names to tell: git, asked next, will say why. */
function readNames(directory: string): readonly string[] {
  try {
    return readdirSync(encodePath(directory), 'utf8');
  } catch {
    return [];
  }
}
