import { directoryOf, type Target } from './resolve-file.ts';
import type { View } from './views.ts';

/**
 * Pure: the file of a class that Java imports by its full name, in the source tree that the importing file lies in. A package of
 * which that tree has no directory is one of somebody else.
 */
export function resolveJava(view: View, from: string, specifier: string): Target {
  const own = view.symbols(from)?.package ?? null;
  const directory = directoryOf(from);
  const place = own === null ? null : own.replaceAll('.', '/');
  if (place === null || !(directory === place || directory.endsWith(`/${place}`))) return 'unknown';
  const root = directory.slice(0, directory.length - place.length);
  const parts = specifier.split('.');
  // A class within a class is named behind it.
  const classAt = parts.findIndex((part) => /^\p{Lu}/u.test(part));
  if (classAt === -1) return 'unknown';
  const holder = `${root}${parts.slice(0, classAt).join('/')}`;
  const path = `${holder}/${parts[classAt] ?? ''}.java`;
  if (view.blob(path) !== null) return classAt === parts.length - 1 ? { path } : 'unknown';
  return view.inside(holder).size === 0 ? 'unknown' : 'missing';
}
