import type { Declaration } from '../../symbols/file-symbols.ts';
import { resolveImport } from './resolve.ts';
import type { View } from './views.ts';

/** What a name that a module exports stands for. */
export type Exported =
  /** Declared in that file; several times where it is overloaded. */
  | { readonly found: 'declared'; readonly path: string; readonly declarations: readonly Declaration[] }
  /** The module exports no such name. */
  | { readonly found: 'nothing' }
  /** The text does not tell, or a file on the way could not be read. */
  | { readonly found: 'unknown' };

const unknown: Exported = { found: 'unknown' };
const nothing: Exported = { found: 'nothing' };

/** Pure: follows a name of a module to where it is declared, through all that passes it on. */
export function findExported(view: View, path: string, name: string, way: readonly string[] = []): Exported {
  const symbols = view.symbols(path);
  const here = `${path}\n${name}`;
  if (symbols === null || symbols.errors.length > 0 || symbols.open.exports || way.length > LONGEST) return unknown;
  if (way.includes(here)) return nothing;
  const further = [...way, here];
  const direct = symbols.exports.find((one) => one.name === name && one.name !== '*');
  if (direct !== undefined) {
    if (direct.of === null) return unknown;
    if (direct.from !== null) return certain(followed(view, path, { from: direct.from, name: direct.of }, further));
    return findBound(view, path, direct.of, further);
  }
  const isModule = symbols.language === 'python' || symbols.exports.length + symbols.imports.length > 0;
  if (!isModule) return unknown;
  const passed = name === 'default' ? [] : symbols.exports.filter((one) => one.name === '*' && one.of === null);
  let doubt = false;
  for (const { from } of passed) {
    const found = from === null ? unknown : followed(view, path, { from, name }, further);
    if (found.found === 'declared') return found;
    doubt ||= found.found === 'unknown';
  }
  return doubt ? unknown : nothing;
}

/** Through so many files no name is passed on. */
const LONGEST = 12;

/** Pure: what a name at the top of a file stands for: declared there, or imported. */
export function findBound(view: View, path: string, name: string, way: readonly string[] = []): Exported {
  const symbols = view.symbols(path);
  if (symbols === null || symbols.errors.length > 0) return unknown;
  const declarations = symbols.declarations.filter((one) => one.container === null && one.name === name);
  const imported = symbols.imports.find((one) => one.as === name);
  // Both: the one stands in for the other where that cannot be imported.
  if (declarations.length > 0) return imported === undefined ? { found: 'declared', path, declarations } : unknown;
  if (imported === undefined || imported.name === null || imported.name === '*') return unknown;
  const found = followed(view, path, { from: imported.from, name: imported.name }, way);
  return way.length === 0 ? found : certain(found);
}

function followed(
  view: View,
  path: string,
  { from, name }: { readonly from: string; readonly name: string },
  way: readonly string[],
): Exported {
  const target = resolveImport(view, path, from);
  return target === 'unknown' || target === 'missing' ? unknown : findExported(view, target.path, name, way);
}

/** That a name is passed on from where it is not is a mistake of the file in between, which is told there. */
function certain(found: Exported): Exported {
  return found.found === 'nothing' ? unknown : found;
}
