import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Remembers every entry below some directories: kind, mode, inode, time of last change and content of each, directories
 * too, so that even a file that came and went is seen. `differences()` names what is no longer the same.
 */
export function readOnlyProof(directories: readonly string[]): { readonly differences: () => readonly string[] } {
  const before = fingerprint(directories);
  return {
    differences: () => {
      const after = fingerprint(directories);
      const gone = [...before.keys()].filter((path) => !after.has(path)).map((path) => `gone: ${path}`);
      const others = [...after].flatMap(([path, entry]) => {
        const old = before.get(path);
        if (old === undefined) return [`new: ${path}`];
        const facts = Object.entries(entry).filter(([fact, value]) => old[fact] !== value);
        return facts.length === 0 ? [] : [`${facts.map(([fact]) => fact).join(', ')} changed: ${path}`];
      });
      return [...gone, ...others].toSorted();
    },
  };
}

type Entry = Readonly<Record<string, string>>;

function fingerprint(directories: readonly string[]): ReadonlyMap<string, Entry> {
  const entries = new Map<string, Entry>();
  const visit = (path: string): void => {
    const stats = lstatSync(path, { bigint: true });
    const kind = stats.isDirectory()
      ? 'directory'
      : stats.isFile()
        ? 'file'
        : stats.isSymbolicLink()
          ? 'link'
          : 'other';
    entries.set(path, {
      kind,
      mode: stats.mode.toString(8),
      inode: String(stats.ino),
      mtime: String(stats.mtimeNs),
      content: contentOf(path, kind),
    });
    if (kind === 'directory') for (const name of readdirSync(path)) visit(join(path, name));
  };
  for (const directory of directories) visit(directory);
  return entries;
}

function contentOf(path: string, kind: string): string {
  if (kind === 'link') return readlinkSync(path);
  return kind === 'file' ? createHash('sha256').update(readFileSync(path)).digest('hex') : '';
}
