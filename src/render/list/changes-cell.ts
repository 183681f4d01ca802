import type { Surveyed } from '../../survey/surveyed.ts';
import type { Cell } from './cell.ts';
import { counted } from '../counted.ts';

/**
 * Cells of the own changes by path: lines, and the number of files where there is room. On a terminal the numbers stand
 * below each other.
 */
export function changesCells(
  worktrees: readonly Surveyed[],
  { align, files }: { readonly align: boolean; readonly files: boolean },
): ReadonlyMap<string, Cell> {
  const parts = worktrees.map((worktree) => ({ path: worktree.path, ...partsOf(worktree) }));
  const pad = (text: string, key: 'files' | 'added' | 'deleted'): string =>
    align ? text.padStart(Math.max(...parts.map((part) => part[key].length))) : text;
  return new Map(
    parts.map((part) => {
      if (part.deleted === '') return [part.path, { spans: part.blank }];
      const spans: Cell['spans'] = [
        { text: files ? `${pad(part.files, 'files')} ` : '' },
        { text: pad(part.added, 'added'), role: 'added' },
        { text: ' ' },
        { text: pad(part.deleted, 'deleted'), role: 'deleted' },
      ];
      return [part.path, { spans }];
    }),
  );
}

type Parts = {
  readonly files: string;
  readonly added: string;
  readonly deleted: string;
  readonly blank: Cell['spans'];
};

/** Clean is blank; what could not be read is a dot, never zero. */
function partsOf({ state, changes }: Surveyed): Parts {
  const none = { files: '', added: '', deleted: '' };
  if (changes === null) return { ...none, blank: unread(state) };
  if (changes.files === 0) return { ...none, blank: [] };
  // Binary files, modes and renames have no lines to count.
  if (changes.added + changes.deleted === 0) return { ...none, blank: [{ text: counted(changes.files, 'file') }] };
  return {
    files: counted(changes.files, 'file'),
    added: `+${changes.added}`,
    deleted: `-${changes.deleted}`,
    blank: [],
  };
}

/** A missing or bare worktree has nothing to read; elsewhere a dot says that reading failed. */
export function unread(state: Surveyed['state']): Cell['spans'] {
  return state === 'missing' || state === 'bare' ? [] : [{ text: '·', role: 'warning' }];
}
