import { lstat } from 'node:fs/promises';
import { encodePath } from '../git/path.ts';

/** What lies at a path itself, not behind a link; `null` where nothing does, or where it cannot be looked at. */
export function pathKind(path: string): Promise<'file' | 'directory' | 'other' | null> {
  return lstat(encodePath(path)).then(
    (found) => (found.isFile() ? 'file' : found.isDirectory() ? 'directory' : 'other'),
    () => null,
  );
}
