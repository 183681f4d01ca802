import type { RawChange } from '../../git/commit-differences.ts';
import type { Entry } from '../../git/entry.ts';
import type { FileSymbols } from '../../symbols/file-symbols.ts';
import type { Target } from './resolve-file.ts';
import type { Settings } from './settings.ts';

/** One state of all files: of a side, or of the merge. */
export type View = {
  /** The blob at a path; `null` when there is no file. */
  readonly blob: (path: string) => string | null;
  /** Names of the files and directories in a directory; the empty string is the top. */
  readonly inside: (directory: string) => ReadonlySet<string>;
  /** What a file declares and uses; `null` where that cannot be told, or is not read yet. */
  readonly symbols: (path: string) => FileSymbols | null;
  /** What a file of settings holds; `undefined` where there is none, or it is not read yet. */
  readonly data: (path: string) => unknown;
  /** Remembers where something leads, until more settings are read: many files of a directory import the same. */
  readonly once: (key: string, find: () => Target) => Target;
};

/** Both sides and their merge, and who brought what into it. */
export type Views = {
  readonly merge: View;
  readonly a: View;
  readonly b: View;
  /** Paths of the merge that differ from what the other side has: this side brought that. Removed ones included. */
  readonly brought: Readonly<Record<'a' | 'b', ReadonlySet<string>>>;
  /** The path that a side has for a path of the merge; `null` when it has no such file. */
  readonly pathOn: (side: 'a' | 'b', path: string) => string | null;
};

/**
 * Pure: makes the views. `base` is a tree near the merge, `merge` what the merge has that it has not, and `since` what the merge
 * has that each side has not. `symbols` and `settings` give what is known of a blob.
 */
export function makeViews(options: {
  readonly base: ReadonlyMap<string, Entry>;
  readonly merge: readonly RawChange[];
  readonly since: Readonly<Record<'a' | 'b', readonly RawChange[]>>;
  readonly symbols: (oid: string, path: string) => FileSymbols | null;
  readonly settings: Pick<Settings, 'data' | 'readings'>;
}): Views {
  const { base, merge, since, symbols, settings } = options;
  const merged = new Map<string, string | null>();
  for (const { from } of merge) if (from !== undefined) merged.set(from, null);
  for (const { path, after } of merge) merged.set(path, blobOf(after));
  const side = (changes: readonly RawChange[]): ReadonlyMap<string, string | null> => {
    const older = new Map(merged);
    for (const { path } of changes) older.set(path, null);
    for (const { path, from, before } of changes) if (before !== null) older.set(from ?? path, blobOf(before));
    return older;
  };
  const directories = lazily(() => listDirectories([...base.keys()].filter((path) => blobOf(base.get(path)) !== null)));
  const view = (overlay: ReadonlyMap<string, string | null>): View => {
    const blob = (path: string): string | null =>
      overlay.has(path) ? (overlay.get(path) ?? null) : blobOf(base.get(path));
    const added = lazily(() => listDirectories([...overlay.keys()].filter((path) => overlay.get(path) !== null)));
    return {
      blob,
      inside: (directory) => {
        const names = [...(directories().get(directory) ?? []), ...(added().get(directory) ?? [])];
        const isGone = (name: string): boolean =>
          overlay.get(directory === '' ? name : `${directory}/${name}`) === null;
        return new Set(names.filter((name) => !isGone(name)));
      },
      symbols: (path) => {
        const oid = blob(path);
        return oid === null ? null : symbols(oid, path);
      },
      data: (path) => {
        const oid = blob(path);
        return oid === null ? undefined : settings.data(oid, path);
      },
      once: remembering(settings.readings),
    };
  };
  const paths = { a: pathsBefore(since.a), b: pathsBefore(since.b) };
  return {
    merge: view(merged),
    a: view(side(since.a)),
    b: view(side(since.b)),
    brought: { a: pathsOf(since.b), b: pathsOf(since.a) },
    pathOn: (which, path) => {
      const known = paths[which].get(path);
      return known === undefined ? path : known;
    },
  };
}

function pathsBefore(changes: readonly RawChange[]): ReadonlyMap<string, string | null> {
  return new Map(changes.map(({ path, from, before }) => [path, before === null ? null : (from ?? path)]));
}

function pathsOf(changes: readonly RawChange[]): ReadonlySet<string> {
  return new Set(changes.flatMap(({ path, from }) => (from === undefined ? [path] : [path, from])));
}

/** Only of what is a file with content. */
function blobOf(entry: Entry | null | undefined): string | null {
  return entry?.mode.startsWith('100') === true ? entry.oid : null;
}

function remembering(readings: () => number): View['once'] {
  let [known, at] = [new Map<string, Target>(), 0];
  return (key, find) => {
    if (at !== readings()) [known, at] = [new Map(), readings()];
    const found = known.get(key) ?? find();
    known.set(key, found);
    return found;
  };
}

function lazily<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

function listDirectories(paths: readonly string[]): ReadonlyMap<string, ReadonlySet<string>> {
  const directories = new Map<string, Set<string>>();
  for (const path of paths) {
    for (let at = path; ;) {
      const slash = at.lastIndexOf('/');
      const directory = at.slice(0, Math.max(0, slash));
      const name = at.slice(slash + 1);
      const known = directories.get(directory);
      if (known?.has(name) === true) break;
      if (known === undefined) directories.set(directory, new Set([name]));
      else known.add(name);
      if (slash === -1) break;
      at = directory;
    }
  }
  return directories;
}
