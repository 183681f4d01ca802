import { decodePath } from './path.ts';
import { isNullOid, shortBranch, splitRecords } from './records.ts';

/** Needs git 2.36 for `-z`: without it, a reason of a lock with a newline cannot be told from an attribute. */
export const worktreeListArgs = ['worktree', 'list', '--porcelain', '-z'] as const;

/** One entry of `git worktree list`, as git says it. The main worktree is the first. */
export type WorktreeEntry = {
  readonly path: string;
  /** `null` for an unborn branch and for a bare entry. */
  readonly head: string | null;
  /** Short branch name; `null` when detached or bare. */
  readonly branch: string | null;
  readonly bare: boolean;
  /** The reason, or the empty string when there is none. */
  readonly locked?: string;
  readonly prunable?: string;
};

/**
 * Reads the output of `worktreeListArgs`: records `<label>[ <value>]`, and an empty one after each entry.
 * Format: git-worktree(1), "Porcelain Format". Labels that a later git may add are skipped.
 */
export function parseWorktreeList(output: Buffer): readonly WorktreeEntry[] {
  const entries: WorktreeEntry[] = [];
  let attributes = new Map<string, Buffer>();
  for (const record of splitRecords(output)) {
    if (record.length === 0) {
      entries.push(...entryOf(attributes));
      attributes = new Map();
    } else {
      const space = record.indexOf(0x20);
      const label = record.subarray(0, space === -1 ? record.length : space).toString('latin1');
      attributes.set(label, space === -1 ? Buffer.alloc(0) : record.subarray(space + 1));
    }
  }
  return [...entries, ...entryOf(attributes)];
}

function entryOf(attributes: ReadonlyMap<string, Buffer>): WorktreeEntry[] {
  const path = attributes.get('worktree');
  if (path === undefined) return [];
  const head = attributes.get('HEAD')?.toString('latin1');
  const branch = attributes.get('branch');
  const locked = attributes.get('locked');
  const prunable = attributes.get('prunable');
  return [
    {
      path: decodePath(path),
      head: head === undefined || isNullOid(head) ? null : head,
      branch: branch === undefined ? null : shortBranch(decodePath(branch)),
      bare: attributes.has('bare'),
      ...(locked === undefined ? {} : { locked: decodePath(locked) }),
      ...(prunable === undefined ? {} : { prunable: decodePath(prunable) }),
    },
  ];
}
