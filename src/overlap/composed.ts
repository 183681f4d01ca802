import type { RawChange } from '../git/commit-differences.ts';
import { isSameEntry } from '../git/entry.ts';
import { encodePath } from '../git/path.ts';

/**
 * Pure: what a working state changed since a base, put together from what its HEAD changed since then and what it changes of HEAD;
 * `null` where only git can say. That is wherever files are removed and others added, since these may be renames; and wherever
 * the working state goes on with what HEAD had already renamed or made something else.
 */
export function composeChanges(
  committed: readonly RawChange[],
  edits: readonly RawChange[],
): readonly RawChange[] | null {
  if (edits.length === 0) return committed;
  const all = [...committed, ...edits];
  const adds = all.some(({ change }) => change === 'added' || change === 'renamed');
  const removes = all.some(({ change }) => change === 'deleted' || change === 'renamed');
  const isWhole = edits.every(({ change }) => change === 'modified');
  if (!isWhole && adds && removes) return null;
  const before = new Map(committed.map((change) => [change.path, change]));
  const composed = new Map(before);
  for (const edit of edits) {
    const known = before.get(edit.path);
    const change = known === undefined ? edit : continued(known, edit, removes);
    if (change === null) return null;
    if (change === 'undone') composed.delete(edit.path);
    else composed.set(edit.path, change);
  }
  return [...composed.values()].toSorted((one, other) => Buffer.compare(encodePath(one.path), encodePath(other.path)));
}

/** One change after the other. */
function continued(first: RawChange, second: RawChange, removes: boolean): RawChange | 'undone' | null {
  const after = second.after;
  if (first.change === 'added' && second.change === 'modified' && !removes) return { ...first, after };
  if (first.change !== 'modified') return null;
  if (second.change === 'deleted') return { ...first, change: 'deleted', after };
  if (second.change !== 'modified') return null;
  return isSameEntry(first.before, after) ? 'undone' : { ...first, after };
}
