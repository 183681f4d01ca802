import { directoryOf, joinPath, type Target } from './resolve-file.ts';
import type { View } from './views.ts';

/**
 * Pure: where an import of Python leads within the repository. An absolute one is looked for beside the packages that the
 * importing file lies in, at the top and in `src`; a package that is not there is one of somebody else.
 */
export function resolvePython(view: View, from: string, specifier: string): Target {
  const [, dots = '', rest = ''] = /^(\.*)(.*)$/su.exec(specifier.replaceAll(/\s/gu, '')) ?? [];
  const parts = rest === '' ? [] : rest.split('.');
  if (dots === '') return absolute(view, from, parts);
  const base = joinPath(directoryOf(from), '../'.repeat(dots.length - 1));
  return base === null ? 'unknown' : within(view, base, parts);
}

function absolute(view: View, from: string, parts: readonly string[]): Target {
  const [top] = parts;
  if (top === undefined) return 'unknown';
  for (const root of new Set([rootOf(view, directoryOf(from)), '', 'src'])) {
    const isHere = isPackage(view, joined(root, top));
    if (isHere || (parts.length === 1 && view.blob(`${joined(root, top)}.py`) !== null))
      return within(view, root, parts);
  }
  return 'unknown';
}

/** The directory that holds the outermost package around. */
function rootOf(view: View, directory: string): string {
  let root = directory;
  while (root !== '' && isPackage(view, root)) root = directoryOf(root);
  return root;
}

function isPackage(view: View, directory: string): boolean {
  return view.blob(joined(directory, '__init__.py')) !== null;
}

function within(view: View, base: string, parts: readonly string[]): Target {
  const path = [base, ...parts].filter((part) => part !== '').join('/');
  const names = [`${path}.py`, `${path}.pyi`, joined(path, '__init__.py'), joined(path, '__init__.pyi')];
  const found = names.find((name) => view.blob(name) !== null);
  if (found !== undefined) return { path: found };
  const last = path.slice(path.lastIndexOf('/') + 1);
  // A directory is a package too, and a compiled module has the name of its source.
  const mayStandFor = (name: string): boolean => name.startsWith(`${last}.`) && !/\.(?:rst|md|txt|html)$/u.test(name);
  const isThere = [...view.inside(directoryOf(path))].some((name) => name === last || mayStandFor(name));
  return isThere ? 'unknown' : 'missing';
}

function joined(directory: string, name: string): string {
  return directory === '' ? name : `${directory}/${name}`;
}
