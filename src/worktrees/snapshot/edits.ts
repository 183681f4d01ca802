import { changeAt, type RawChange } from '../../git/commit-differences.ts';
import { parseEntry, type Entry } from '../../git/entry.ts';
import { entryAt, type ChangedEntries, type Directories } from '../store/changed-tree.ts';

/** So many are worth remembering. */
const MOST = 1000;

/**
 * Pure: what setting entries changes of a tree, as git would tell it without looking for renames; `null` where that is too much,
 * or where something becomes what is neither a file nor a link, or was.
 */
export function editsOf(set: ChangedEntries, directories: Directories): readonly RawChange[] | null {
  if (set.size > MOST) return null;
  const edits: RawChange[] = [];
  for (const [path, entry] of set) {
    const before = entryAt(directories, path);
    const after = entry === null ? null : parseEntry(entry);
    const edit = changeAt(path, before, after);
    if (edit === null) continue;
    const [was, is] = [kindOf(before), kindOf(after)];
    if (was === 'other' || is === 'other' || (was !== null && is !== null && was !== is)) return null;
    edits.push(edit);
  }
  return edits;
}

function kindOf(entry: Entry | null): 'file' | 'link' | 'other' | null {
  if (entry === null) return null;
  if (entry.mode === '100644' || entry.mode === '100755') return 'file';
  return entry.mode === '120000' ? 'link' : 'other';
}
