import { lstatSync, readdirSync, readFileSync, statSync, type BigIntStats } from 'node:fs';
import { dirname, join } from 'node:path';
import { encodePath } from '../git/path.ts';

/** What a state is recognised by, at the cost of a few calls of the file system and without git. */

type Repository = { readonly gitDirectory: string; readonly commonDirectory: string };

/** Changes whenever HEAD of a worktree does: a commit, a checkout, a pull. */
export function headStamp({ gitDirectory, commonDirectory }: Repository): string {
  const head = textOf(join(gitDirectory, 'HEAD')) ?? '';
  const ref = /^ref: (\S+)\s*$/u.exec(head)?.[1];
  if (ref === undefined) return head.trim();
  const loose = textOf(join(commonDirectory, ref));
  if (loose !== null) return `${ref} ${loose.trim()}`;
  const kept = ['packed-refs', 'reftable/tables.list'].map((name) => timeOf(join(commonDirectory, name)));
  return `${ref} ${kept.join(' ')}`;
}

/** Names of the linked worktrees that git has registered. */
export function registeredNames(commonDirectory: string): readonly string[] {
  try {
    return readdirSync(encodePath(join(commonDirectory, 'worktrees')), 'utf8').toSorted();
  } catch {
    return [];
  }
}

export type FileStamp = {
  readonly stamp: string;
  /** Milliseconds since the epoch of the last change to the file; where there is none, to the nearest directory that is there. */
  readonly changed: number;
};

/** Changes whenever the file does; a file that goes away changes the directory that it was in. */
export function fileStamp(path: string): FileStamp {
  const found = lookAt(path);
  if (found !== null) {
    const { ino, size, mtimeNs, ctimeNs } = found;
    return { stamp: `${ino} ${size} ${mtimeNs} ${ctimeNs}`, changed: newest(found) };
  }
  for (let directory = dirname(path); ; directory = dirname(directory)) {
    const above = lookAt(directory);
    if (above !== null) return { stamp: `none ${above.mtimeNs}`, changed: newest(above) };
    if (dirname(directory) === directory) return { stamp: 'none', changed: 0 };
  }
}

function newest({ mtimeMs, ctimeMs }: BigIntStats): number {
  return Number(mtimeMs > ctimeMs ? mtimeMs : ctimeMs);
}

function lookAt(path: string): BigIntStats | null {
  try {
    return lstatSync(encodePath(path), { bigint: true, throwIfNoEntry: false }) ?? null;
  } catch {
    // What may not be looked at, or lies below a file, is not there for us.
    return null;
  }
}

function timeOf(path: string): string {
  const found = statSync(encodePath(path), { bigint: true, throwIfNoEntry: false });
  return found === undefined ? '-' : `${found.ino} ${found.size} ${found.mtimeNs}`;
}

function textOf(path: string): string | null {
  try {
    return readFileSync(encodePath(path), 'latin1');
  } catch {
    return null;
  }
}
