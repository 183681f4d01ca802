import { languageOf } from '../../symbols/language.ts';
import type { Exported } from './exported.ts';
import { directoryOf } from './resolve-script.ts';
import type { View, Views } from './views.ts';

/** Pure: the other files of the package of Go that a file belongs to. */
function packageFiles(view: View, path: string): readonly string[] {
  if (languageOf(path) !== 'go') return [];
  const directory = directoryOf(path);
  const paths = [...view.inside(directory)].map((name) => (directory === '' ? name : `${directory}/${name}`));
  return paths.filter((other) => other !== path && languageOf(other) === 'go' && view.blob(other) !== null);
}

/** Pure: what a name that a file of Go does not bind stands for, as far as the files that were asked about tell. */
export function findInPackage(
  view: View,
  path: string,
  { name, isAsked }: { readonly name: string; readonly isAsked: (target: string) => boolean },
): Exported {
  const own = view.symbols(path)?.package ?? null;
  for (const other of packageFiles(view, path).filter(isAsked)) {
    const symbols = view.symbols(other);
    if (symbols === null || symbols.errors.length > 0 || symbols.package !== own || isConditional(other)) continue;
    const declarations = symbols.declarations.filter((one) => one.container === null && one.name === name);
    if (declarations.length > 0) return { found: 'declared', path: other, declarations };
  }
  return { found: 'unknown' };
}

/** For one system or one processor only, by its name. */
function isConditional(path: string): boolean {
  return /_(?:linux|darwin|windows|unix|js|wasm|amd64|arm64|386|arm|freebsd|other|stub)\.go$/u.test(path);
}

/**
 * Pure: whether a name that a file no longer binds may come from another file all the same: from one of its package in Go; in
 * Java from any of that name that a side brought, wherever it lies.
 */
export function mayComeFromElsewhere({ merge, brought, a, b }: Views, path: string, name: string): boolean {
  const language = languageOf(path);
  if (language === 'go') {
    return packageFiles(merge, path).some((other) => {
      const symbols = merge.symbols(other);
      return symbols === null || symbols.open.imports || symbols.declarations.some((one) => one.name === name);
    });
  }
  if (language !== 'java') return false;
  const simple = name.slice(name.lastIndexOf('.') + 1);
  const isOf = (other: string): boolean => other.endsWith(`/${simple}.java`) && merge.blob(other) !== null;
  const wasImported = [a, b].some((view) => view.symbols(path)?.imports.some((one) => one.as === simple) === true);
  return !wasImported || [...brought.a, ...brought.b].some(isOf);
}
