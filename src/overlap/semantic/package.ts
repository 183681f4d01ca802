import type { FileSymbols } from '../../symbols/file-symbols.ts';
import { languageOf } from '../../symbols/language.ts';
import type { Exported } from './exported.ts';
import { directoryOf } from './resolve-file.ts';
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
  if (own === null) return { found: 'unknown' };
  for (const other of packageFiles(view, path).filter(isAsked)) {
    const symbols = view.symbols(other);
    if (symbols === null || symbols.errors.length > 0 || symbols.package !== own || isConditional(other)) continue;
    const declarations = symbols.declarations.filter((one) => one.container === null && one.name === name);
    if (declarations.length > 0) return { found: 'declared', path: other, declarations };
  }
  return { found: 'unknown' };
}

/** What a file of Go declares that another one of its package declares too. The later one of the two tells. */
export type Repeated = {
  readonly name: string;
  readonly within: string;
  readonly line: number;
  readonly other: string;
};

/** Pure: of the files that were asked about, and that are always compiled together. */
export function findRepeated(view: View, path: string, isAsked: (target: string) => boolean): readonly Repeated[] {
  const symbols = view.symbols(path);
  if (symbols === null || symbols.package === null || isConditional(path)) return [];
  const own = namesOf(symbols);
  return packageFiles(view, path).flatMap((other): Repeated[] => {
    if (other > path || !isAsked(other) || isConditional(other)) return [];
    const theirs = view.symbols(other);
    if (theirs === null || theirs.errors.length > 0 || theirs.package !== symbols.package) return [];
    const known = namesOf(theirs);
    // Programs of one file each may lie beside each other.
    if (own.has('.main') && known.has('.main')) return [];
    return [...own].flatMap(([key, { name, line }]) =>
      known.has(key) ? [{ name, within: key.slice(0, -name.length - 1), line, other }] : [],
    );
  });
}

/** By their type and their name; those that can be declared more than once left out. */
function namesOf({ declarations }: FileSymbols): ReadonlyMap<string, { readonly name: string; readonly line: number }> {
  const some = declarations.filter(({ name, container }) => name !== '_' && (container !== null || name !== 'init'));
  return new Map(some.map(({ name, container, line }) => [`${container ?? ''}.${name}`, { name, line }]));
}

/** For some systems or processors only, by its name. What a line of its own says of that, leaves out the package. */
function isConditional(path: string): boolean {
  return conditional.test(path);
}

const systems =
  'aix android darwin dragonfly freebsd illumos ios js linux netbsd openbsd plan9 solaris unix wasip1 windows zos';
const processors = '386 amd64 arm arm64 loong64 mips mips64 mips64le mipsle ppc64 ppc64le riscv64 s390x wasm';
const conditional = new RegExp(
  `_(?:${[...systems.split(' '), ...processors.split(' '), 'other', 'stub'].join('|')})(?:_test)?\\.go$`,
  'u',
);

/**
 * Pure: whether a name that a file no longer binds may come from another file all the same: from one of its package in Go; in
 * Java from the one of its package, or from any of that name that a side brought, wherever it lies.
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
  const beside = `${path.slice(0, path.lastIndexOf('/') + 1)}${simple}.java`;
  const wasImported = [a, b].some((view) => view.symbols(path)?.imports.some((one) => one.as === simple) === true);
  return !wasImported || merge.blob(beside) !== null || [...brought.a, ...brought.b].some(isOf);
}
