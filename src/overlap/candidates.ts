import { isBeyondRenames } from './comparisons.ts';
import { pathsOf, type Contender, type OwnChange } from './contender.ts';

/** Two contenders by their places in the list. `a` is the smaller one. */
export type Candidate = { readonly a: number; readonly b: number };

/**
 * The pairs that can collide at all: those that share a path, where a path of one lies in a path of the other, where two paths
 * are one after folding case and Unicode form, or where one moved a directory into which the other put something. Every other
 * pair merges cleanly, so git need not be asked. Pure; takes time with the number of paths, not of pairs.
 */
export function findCandidates(
  contenders: readonly Pick<Contender, 'changes' | 'renamesKnown'>[],
): readonly Candidate[] {
  const byPath = new Map<string, Set<number>>();
  const byMovedDirectory = new Map<string, Set<number>>();
  contenders.forEach(({ changes, renamesKnown }, index) => {
    for (const path of changes.flatMap(pathsOf)) put(byPath, foldPath(path), index);
    for (const directory of movedDirectories(changes, renamesKnown)) put(byMovedDirectory, directory, index);
  });
  const pairs = new Map<number, Candidate>();
  const meet = (one: number, others: ReadonlySet<number> = new Set()): void => {
    for (const other of others) {
      if (one === other) continue;
      const pair = { a: Math.min(one, other), b: Math.max(one, other) };
      pairs.set(pair.a * contenders.length + pair.b, pair);
    }
  };
  for (const [path, holders] of byPath) {
    const others = [holders, ...directoriesOf(path).map((directory) => byPath.get(directory))];
    for (const holder of holders) for (const set of others) meet(holder, set);
  }
  if (byMovedDirectory.size > 0) {
    contenders.forEach(({ changes }, index) => {
      for (const { path, change } of changes) {
        if (change !== 'added' && change !== 'renamed') continue;
        for (const directory of directoriesOf(path)) meet(index, byMovedDirectory.get(directory));
      }
    });
  }
  return [...pairs.values()].toSorted((left, right) => left.a - right.a || left.b - right.b);
}

/** The name under which a file system that folds case and Unicode forms keeps a path. */
export function foldPath(path: string): string {
  return path.normalize('NFC').toLowerCase();
}

/** The directories that a path lies in, the nearest first; the empty string is the top. */
export function directoriesOf(path: string): readonly string[] {
  const directories: string[] = [];
  for (let end = path.lastIndexOf('/'); end !== -1; end = path.lastIndexOf('/', end - 1)) {
    directories.push(path.slice(0, end));
    if (end === 0) break;
  }
  return [...directories, ''];
}

/**
 * Directories that may have been renamed: git takes the renames of files for one of their directory, and of the directories
 * around it as far as the last parts of both names agree. Where renames are not known every removal may have been one.
 */
function movedDirectories(changes: readonly OwnChange[], renamesKnown: boolean): readonly string[] {
  const moved = changes.flatMap(({ from, path }) => (from === undefined ? [] : renamedDirectories(from, path)));
  if ((renamesKnown && !isBeyondRenames(changes)) || !changes.some(({ change }) => change === 'added')) return moved;
  return [...moved, ...changes.flatMap(({ change, path }) => (change === 'deleted' ? directoriesOf(path) : []))];
}

function renamedDirectories(from: string, to: string): readonly string[] {
  const [older, newer] = [directoriesOf(from), directoriesOf(to)];
  const renamed: string[] = [];
  for (let at = 0; at < older.length; at += 1) {
    const [left = '', right = ''] = [older[at], newer[at]];
    if (left === right || newer[at] === undefined) break;
    renamed.push(left);
    if (lastPart(left) !== lastPart(right)) break;
  }
  return renamed;
}

function lastPart(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function put(map: Map<string, Set<number>>, key: string, index: number): void {
  const set = map.get(key);
  if (set === undefined) map.set(key, new Set([index]));
  else set.add(index);
}
