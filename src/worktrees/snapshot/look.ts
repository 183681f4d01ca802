import { accessSync, constants, lstatSync, type BigIntStats } from 'node:fs';
import { realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { decodePath, encodePath } from '../../git/path.ts';
import { isErrorCode } from '../file-error.ts';

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

/** Looks at paths of a worktree, a few at a time. Reads no contents. */
export async function lookAt(directory: string, paths: readonly string[]): Promise<ReadonlyMap<string, Look>> {
  const looks = new Map<string, Look>();
  const behindLink = await directoriesBehindLinks(directory, paths);
  for (let at = 0; at < paths.length; at += AT_ONCE) {
    const some = await Promise.all(
      paths.slice(at, at + AT_ONCE).map((path) => look({ directory, path, behindLink: behindLink.has(dirname(path)) })),
    );
    for (const one of some) looks.set(one.path, one);
  }
  return looks;
}

const AT_ONCE = 64;

async function look(options: {
  readonly directory: string;
  readonly path: string;
  readonly behindLink: boolean;
}): Promise<Look> {
  const { directory, path, behindLink } = options;
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

async function directoriesBehindLinks(directory: string, paths: readonly string[]): Promise<ReadonlySet<string>> {
  const real = async (path: string): Promise<string | null> =>
    realpath(encodePath(path), { encoding: 'buffer' }).then(decodePath, () => null);
  const names = [...new Set(paths.map((path) => dirname(path)))].filter((name) => name !== '.');
  const root = names.length === 0 ? null : await real(directory);
  if (root === null) return new Set();
  const behind = new Set<string>();
  for (let at = 0; at < names.length; at += AT_ONCE) {
    const some = names.slice(at, at + AT_ONCE);
    const found = await Promise.all(some.map((name) => real(join(directory, name))));
    some.forEach((name, index) => {
      if (found[index] !== null && found[index] !== join(root, name)) behind.add(name);
    });
  }
  return behind;
}
