import { lstat, readFile } from 'node:fs/promises';
import { encodePath } from '../../git/path.ts';
import { isErrorCode } from '../../worktrees/file-error.ts';
import { fieldsOf } from '../../whisper/known.ts';
import type { FileState } from '../part.ts';

/** Reads a plain file; `null`: there is none. Rejects where something else is there, a link too, or where it cannot be read. */
export async function stateOf(path: string): Promise<FileState | null> {
  try {
    const found = await lstat(encodePath(path));
    if (!found.isFile()) throw new Error(`${path} is no plain file`);
    return { bytes: await readFile(encodePath(path)), mode: found.mode & 0o7777 };
  } catch (error) {
    if (isErrorCode(error, 'ENOENT', 'ENOTDIR')) return null;
    throw error;
  }
}

/** A file as kg keeps it in JSON. */
export function keptState(state: FileState | null): unknown {
  return state === null ? null : { mode: state.mode, bytes: state.bytes.toString('base64') };
}

/** The file that was kept so. `null`: it is not one; `null` inside: there was none. */
export function parseState(value: unknown): { readonly state: FileState | null } | null {
  if (value === null) return { state: null };
  const { mode, bytes } = fieldsOf(value);
  return typeof mode === 'number' && typeof bytes === 'string'
    ? { state: { mode, bytes: Buffer.from(bytes, 'base64') } }
    : null;
}

/** The fields of a file that holds one JSON object, none where there is no file; `null` when it holds something else. */
export function fieldsIn(state: FileState | null): Readonly<Record<string, unknown>> | null {
  if (state === null) return {};
  try {
    const value: unknown = JSON.parse(state.bytes.toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null;
  } catch {
    return null;
  }
}

export function isSameState(one: FileState | null, other: FileState | null): boolean {
  if (one === null || other === null) return one === other;
  return one.mode === other.mode && one.bytes.equals(other.bytes);
}
