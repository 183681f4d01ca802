import { accessSync, constants, lstatSync, type BigIntStats } from 'node:fs';
import { dirname, join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { encodePath } from '../../git/path.ts';
import { isErrorCode } from '../file-error.ts';
import { realPath } from '../git-directory.ts';

/** What lies at a path that git called changed or untracked. */
export type Look = {
  readonly path: string;
  /** `behind-link`: a directory on the way to it is now a link; to git, nothing is there. */
  readonly kind: 'file' | 'link' | 'directory' | 'special' | 'gone' | 'behind-link' | 'unreadable';
  readonly size: number;
  /** Changes whenever the file does. */
  readonly stamp: string;
  /** Nanoseconds since 1970 of its last change. */
  readonly changed: bigint;
};

/**
 * Looks at paths of a worktree, a few at a time, so that others have their turn in between. Reads no contents, and asks the file
 * system without another thread.
 */
export async function lookAt(directory: string, paths: readonly string[]): Promise<ReadonlyMap<string, Look>> {
  const looks = new Map<string, Look>();
  const behindLink = directoriesBehindLinks(directory, paths);
  for (const [at, path] of paths.entries()) {
    if (at % AT_ONCE === AT_ONCE - 1) await setImmediate();
    looks.set(path, look({ directory, path, behindLink: behindLink.has(dirname(path)) }));
  }
  return looks;
}

const AT_ONCE = 256;

function look({
  directory,
  path,
  behindLink,
}: {
  readonly directory: string;
  readonly path: string;
  readonly behindLink: boolean;
}): Look {
  const bytes = encodePath(join(directory, path));
  try {
    const stats = lstatSync(bytes, { bigint: true });
    const { mode, ino, size, mtimeNs, ctimeNs } = stats;
    const kind = behindLink ? 'behind-link' : kindOf(stats);
    if (kind === 'file') accessSync(bytes, constants.R_OK);
    return {
      path,
      kind,
      size: Number(size),
      stamp: [kind, mode, ino, size, mtimeNs, ctimeNs].join(' '),
      changed: mtimeNs > ctimeNs ? mtimeNs : ctimeNs,
    };
  } catch (error) {
    const kind = isErrorCode(error, 'ENOENT', 'ENOTDIR', 'ELOOP') ? 'gone' : 'unreadable';
    return { path, kind, size: 0, stamp: kind, changed: 0n };
  }
}

function kindOf(stats: BigIntStats): Look['kind'] {
  if (stats.isFile()) return 'file';
  if (stats.isSymbolicLink()) return 'link';
  return stats.isDirectory() ? 'directory' : 'special';
}

function directoriesBehindLinks(directory: string, paths: readonly string[]): ReadonlySet<string> {
  const names = [...new Set(paths.map((path) => dirname(path)))].filter((name) => name !== '.');
  const root = names.length === 0 ? null : realPath(directory);
  if (root === null) return new Set();
  return new Set(
    names.filter((name) => {
      const found = realPath(join(directory, name));
      return found !== null && found !== join(root, name);
    }),
  );
}
