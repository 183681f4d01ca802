import type { FileSymbols } from '../../symbols/file-symbols.ts';
import { findExported } from './exported.ts';
import type { Fault, Way } from './fault.ts';
import { resolveImport } from './resolve.ts';
import { isRelative } from './resolve-file.ts';
import type { View } from './views.ts';

/** Pure: the import that a fault rests on, where it leads by an alias or by the name of a package; nothing for other imports. */
export function wayOf({ language }: FileSymbols, way: Way | null): Pick<Fault, 'way'> {
  const isScript = language === 'typescript' || language === 'tsx' || language === 'javascript';
  return way === null || !isScript || isRelative(way.from) ? {} : { way };
}

/** Pure: whether an import leads to what it names. Settings and conventions may mislead: only what a side has so is believed. */
export function leadsThere(view: View, path: string, { from, name }: Way): boolean {
  const target = resolveImport(view, path, from);
  if (target === 'missing' || target === 'unknown') return false;
  return name === null || name === '*' || findExported(view, target.path, name).found === 'declared';
}
