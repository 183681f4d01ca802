import { lstat, readFile, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { encodePath } from '../../git/path.ts';
import { isErrorCode } from '../../worktrees/file-error.ts';
import type { FileState } from '../part.ts';

/** A place where a hook is, or may be. */
export type HookFile = {
  /** Absolute. */
  readonly path: string;
  readonly kind: 'none' | 'file' | 'link' | 'other';
  /** Of a file that can be read. */
  readonly state: FileState | null;
  /** Whether there is a folder for it. */
  readonly folder: boolean;
};

/** Looks at one place. Links are not followed: what they lead to belongs to somebody else. Rejects when it may not be read. */
export async function readHookFile(path: string): Promise<HookFile> {
  try {
    const stats = await lstat(encodePath(path));
    if (stats.isSymbolicLink()) return { path, kind: 'link', state: null, folder: true };
    if (!stats.isFile() || stats.size > largest) return { path, kind: 'other', state: null, folder: true };
    const bytes = await readFile(encodePath(path));
    return { path, kind: 'file', state: { bytes, mode: stats.mode & 0o7777 }, folder: true };
  } catch (error) {
    if (!isErrorCode(error, 'ENOENT', 'ENOTDIR')) throw error;
    const folder = await stat(encodePath(dirname(path))).then(
      () => true,
      () => false,
    );
    return { path, kind: 'none', state: null, folder };
  }
}

/** Bytes: no hook that a person can read is longer. */
const largest = 1024 * 1024;

/** What a file holds, a character a byte; `null`: nothing. */
export function textOf({ state }: HookFile): string | null {
  return state === null ? null : state.bytes.toString('latin1');
}

/** Whether a hook can take lines of sh: its `#!` names a shell, or there is none and git gives it to sh. */
export function isShell(text: string): boolean {
  const [first = ''] = text.split('\n', 1);
  if (text.includes('\0')) return false;
  return !first.startsWith('#!') || /^#![^\r]*\b(?:ba|da|k|z|a)?sh\b/u.test(first);
}
