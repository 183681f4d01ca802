import type { Surveyed } from '../survey.ts';
import type { Cell } from './cell.ts';
import { counted } from './counted.ts';

/** Cells of the own changes, their numbers aligned with each other unless for a pipe. Keys are paths. */
export function changesCells(
  worktrees: readonly Surveyed[],
  { align }: { readonly align: boolean },
): ReadonlyMap<string, Cell> {
  const parts = worktrees.map((worktree) => ({ path: worktree.path, ...partsOf(worktree) }));
  const pad = (text: string, key: 'files' | 'added' | 'deleted'): string =>
    align ? text.padStart(Math.max(...parts.map((part) => part[key].length))) : text;
  return new Map(
    parts.map((part) => {
      if (part.deleted === '') return [part.path, { spans: part.blank }];
      const files = pad(part.files, 'files');
      const numbers: Cell = {
        spans: [
          { text: pad(part.added, 'added'), role: 'added' },
          { text: ' ' },
          { text: pad(part.deleted, 'deleted'), role: 'deleted' },
        ],
      };
      return [part.path, { spans: [{ text: `${files} `, give: 'whole' }, ...numbers.spans] }];
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
