import { KgError } from '../../errors.ts';
import { parseEntry, type Entry } from '../../git/entry.ts';
import { objectNamesInput, parseObjects, readObjectsArgs } from '../../git/objects.ts';
import { bytesOf } from '../../git/path.ts';
import type { Git } from '../../git/run.ts';
import { DIRECTORY, parseTree, treeContent, type TreeEntries } from '../../git/tree-object.ts';
import { newObject, writeObjects, type NewObject } from './objects.ts';
import type { Store } from './store.ts';

/**
 * Trees that differ from a known one in a few paths. Git makes a tree from an index, and of a large repository that is read and
 * written whole for every edit; here only the directories around the paths are.
 */

/** Entries to set: mode and object id, joined with a space, or `null` to remove the path. */
export type ChangedEntries = ReadonlyMap<string, string | null>;

/** Directories of a tree by their paths, the empty one for the tree itself. Paths and names are bytes, one a character. */
export type Directories = ReadonlyMap<string, TreeEntries>;

/** Writes a tree that is another one but for some entries, into the store. One git process; none without entries. */
export async function writeChangedTree(options: {
  readonly git: Git;
  readonly store: Store;
  readonly cwd: string;
  readonly tree: string;
  readonly set: ChangedEntries;
}): Promise<string> {
  const { git, store, cwd, tree, set } = options;
  if (set.size === 0) return tree;
  const around = directoriesAround(set.keys());
  const names = directoryNames(tree, around);
  const { stdout } = await git.run({ cwd, env: store.env, args: readObjectsArgs, input: objectNamesInput(names) });
  const found = directoriesOf(around, parseObjects(stdout, names), tree.length);
  const changed = changeTree({ directories: found, set, oidLength: tree.length });
  await writeObjects(store, changed.objects);
  return changed.tree;
}

/** All directories that paths lie in, at any depth, outer ones first. */
export function directoriesAround(paths: Iterable<string>): readonly string[] {
  const found = new Set(['']);
  for (const path of paths) {
    for (let directory = parentOf(bytesOf(path)); !found.has(directory); directory = parentOf(directory))
      found.add(directory);
  }
  return [...found].toSorted();
}

/** The names under which `readObjectsArgs` asks for directories of a tree or a commit. */
export function directoryNames(tree: string, directories: readonly string[]): readonly Buffer[] {
  return directories.map((directory) => Buffer.from(`${tree}:${directory}`, 'latin1'));
}

/**
 * Reads the contents of directories, outer ones first. What the tree has no directory for is left out, whatever else lies
 * there. Throws GIT_FAILED when it has one that is not stored here.
 */
export function directoriesOf(
  paths: readonly string[],
  contents: readonly (Buffer | null)[],
  oidLength: number,
): Directories {
  const found = new Map<string, TreeEntries>();
  for (const [index, path] of paths.entries()) {
    const isDirectory = path === '' || found.get(parentOf(path))?.get(nameOf(path))?.mode === DIRECTORY;
    const content = contents[index] ?? null;
    if (!isDirectory) continue;
    if (content === null) throw missing(path);
    found.set(path, parseTree(content, oidLength));
  }
  return found;
}

/**
 * Pure: the tree that comes of setting entries, and the objects to write for it. A file takes the place of a directory, and a
 * directory that loses its last entry goes, as in an index.
 */
export function changeTree(options: {
  /** Those around the paths that are set. */
  readonly directories: Directories;
  readonly set: ChangedEntries;
  readonly oidLength: number;
}): { readonly tree: string; readonly objects: readonly NewObject[] } {
  const { directories, set, oidLength } = options;
  const files = Map.groupBy(set, ([path]) => parentOf(bytesOf(path)));
  const inner = new Map<string, Map<string, string | null>>();
  const objects: NewObject[] = [];
  let tree = '';
  for (const path of directoriesAround(set.keys()).toReversed()) {
    const entries = new Map(directories.get(path));
    for (const [name, oid] of inner.get(path) ?? []) setDirectory(entries, name, oid);
    for (const [file, entry] of files.get(path) ?? []) setFile(entries, nameOf(bytesOf(file)), entry);
    const object = newObject('tree', treeContent(entries), oidLength);
    const known = directories.get(parentOf(path))?.get(nameOf(path))?.oid;
    const isGone = entries.size === 0 && path !== '';
    if (!isGone && object.oid !== known) objects.push(object);
    const siblings = inner.get(parentOf(path)) ?? new Map<string, string | null>();
    inner.set(parentOf(path), siblings.set(nameOf(path), isGone ? null : object.oid));
    tree = object.oid;
  }
  return { tree, objects };
}

function setDirectory(entries: Map<string, Entry>, name: string, oid: string | null): void {
  if (oid !== null) entries.set(name, { mode: DIRECTORY, oid });
  else if (entries.get(name)?.mode === DIRECTORY) entries.delete(name);
}

function setFile(entries: Map<string, Entry>, name: string, entry: string | null): void {
  if (entry !== null) entries.set(name, parseEntry(entry));
  else if (entries.get(name)?.mode !== DIRECTORY) entries.delete(name);
}

/** What directories around a path have there; `null`: nothing. */
export function entryAt(directories: Directories, path: string): Entry | null {
  const bytes = bytesOf(path);
  return directories.get(parentOf(bytes))?.get(nameOf(bytes)) ?? null;
}

function parentOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf('/'), 0));
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function missing(directory: string): KgError {
  const stderr = `fatal: the directory ${directory === '' ? 'at the top' : directory} is not in this repository`;
  return new KgError('GIT_FAILED', { command: 'cat-file', stderr });
}
