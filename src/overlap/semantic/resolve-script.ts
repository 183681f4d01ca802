import { directoryOf, fileAt, isRelative, joinPath, type Target } from './resolve-file.ts';
import { resolveByPaths } from './resolve-paths.ts';
import { resolvePackage } from './resolve-workspace.ts';
import type { View } from './views.ts';

/**
 * Pure: where an import of TypeScript or JavaScript leads, as bundlers and both compilers look for it: a relative one, an alias of
 * a tsconfig, a package of the same repository. Other packages and files of other kinds are not followed.
 */
export function resolveScript(view: View, from: string, specifier: string): Target {
  if (/[?!*]|.#/u.test(specifier)) return 'unknown';
  return view.once(`${directoryOf(from)}\n${specifier}`, () => find(view, from, specifier));
}

function find(view: View, from: string, specifier: string): Target {
  if (!isRelative(specifier)) return resolveByPaths(view, from, specifier) ?? resolvePackage(view, from, specifier);
  const wanted = joinPath(directoryOf(from), specifier);
  return wanted === null ? 'unknown' : fileAt(view, wanted);
}
