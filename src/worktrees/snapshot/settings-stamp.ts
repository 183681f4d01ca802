import { statSync } from 'node:fs';
import { join } from 'node:path';
import { encodePath } from '../../git/path.ts';

/**
 * Times of the files that decide how git turns a file into a blob, and of the packs: `git gc` can drop an object that only
 * the snapshot refers to.
 */
export function settingsStamp(commonDirectory: string): string {
  const stamps = ['config', 'config.worktree', 'info/attributes', 'objects/pack'].map((name) => {
    try {
      const { mtimeNs, size } = statSync(encodePath(join(commonDirectory, name)), { bigint: true });
      return `${mtimeNs} ${size}`;
    } catch {
      return '-';
    }
  });
  return stamps.join(', ');
}
