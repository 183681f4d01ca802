import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { encodePath } from '../../git/path.ts';
import type { Checkpoint } from '../checkpoint.ts';
import { isCheckpoint } from '../is-checkpoint.ts';

/** What a file holds: a checkpoint; or nothing that is one, and why. `absent`: there is no such file. */
export type ReadManifest =
  | { readonly checkpoint: Checkpoint }
  | { readonly checkpoint: null; readonly reason: 'absent' | 'too large' | 'damaged' | 'unreadable' };

/** Bytes. What kg writes is bounded and far smaller. */
const MOST = 4 * 1024 * 1024;

/**
 * Reads a checkpoint from a file, whatever lies there: no link is followed, a pipe is not waited for, and nothing is read beyond
 * the bound. Never rejects.
 */
export async function readManifest(path: string): Promise<ReadManifest> {
  try {
    const file = await open(encodePath(path), constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    try {
      const stats = await file.stat();
      if (!stats.isFile()) return { checkpoint: null, reason: 'unreadable' };
      if (stats.size > MOST) return { checkpoint: null, reason: 'too large' };
      return parse(await file.readFile('utf8'));
    } finally {
      await file.close();
    }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    return { checkpoint: null, reason: code === 'ENOENT' || code === 'ENOTDIR' ? 'absent' : 'unreadable' };
  }
}

function parse(text: string): ReadManifest {
  try {
    const value: unknown = JSON.parse(text);
    if (isCheckpoint(value)) return { checkpoint: value };
  } catch {
    // Cut off or no JSON at all: as damaged as JSON of another shape.
  }
  return { checkpoint: null, reason: 'damaged' };
}
