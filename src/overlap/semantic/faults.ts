import type { FileSymbols } from '../../symbols/file-symbols.ts';
import { languageOf } from '../../symbols/language.ts';
import { callFaults } from './call-faults.ts';
import { findExported } from './exported.ts';
import type { Fault } from './fault.ts';
import { globalNames } from './globals.ts';
import { isAlwaysThere, memberFaults } from './member-faults.ts';
import { findRepeated } from './package.ts';
import { resolveImport } from './resolve.ts';
import type { View } from './views.ts';
import { wayOf } from './way.ts';

/** Pure: the faults of a file by itself. */
export function ownFaults(symbols: FileSymbols): readonly Fault[] {
  const [error] = symbols.errors;
  if (error !== undefined) return [{ rule: 'syntax', line: error, name: '', key: 'syntax' }];
  const known = globalNames(symbols.language);
  const free = [...symbols.free].filter(([name]) => !known.has(name) && !symbols.vague.includes(name));
  const unbound = free.map(([name, [line = 1]]): Fault => ({ rule: 'name', line, name, key: `name ${name}` }));
  const twice = symbols.duplicates.map(({ name, within, lines }): Fault => {
    const detail = `lines ${lines.join(' and ')}`;
    return { rule: 'twice', line: lines.at(-1) ?? 1, name, key: `twice ${within}.${name}`, detail };
  });
  return [...unbound, ...twice];
}

/** Whether the file is no module, so that it shares its names with others of that kind. */
export function isShared({ language, exports, imports }: FileSymbols): boolean {
  const isScript = language === 'typescript' || language === 'tsx' || language === 'javascript';
  return isScript && exports.length + imports.length === 0;
}

/** Pure: what does not fit between a file and those that it imports. `isAsked` says which of those may have changed. */
export function linkFaults(view: View, path: string, isAsked: (target: string) => boolean): readonly Fault[] {
  const symbols = view.symbols(path);
  if (symbols === null || symbols.errors.length > 0) return [];
  const imports = symbols.imports.flatMap((one): Fault[] => {
    const target = resolveImport(view, path, one.from);
    const at = { line: one.line, key: `${one.from} ${one.name ?? ''}`, ...wayOf(symbols, one) };
    if (target === 'missing') return [{ rule: 'module', ...at, name: one.from, key: `module ${one.from}` }];
    if (target === 'unknown' || !isAsked(target.path) || one.name === null || one.name === '*') return [];
    if (findExported(view, target.path, one.name).found !== 'nothing' || isPart(view, path, one)) return [];
    return [{ rule: 'export', ...at, name: one.name, target: target.path, detail: one.from }];
  });
  const unique = new Map(imports.map((fault) => [fault.key, fault]));
  return [
    ...unique.values(),
    ...throughNamespaces(view, path, symbols, isAsked),
    ...callFaults(view, path, { symbols, isAsked }),
    ...memberFaults(view, path, symbols),
    ...findRepeated(view, path, isAsked).map(({ name, within, line, other }): Fault => {
      const detail = `line ${line} and in ${other}`;
      return { rule: 'twice', line, name, key: `twice ${within}.${name} ${other}`, target: other, detail };
    }),
  ];
}

/** Python: `from package import module`. */
function isPart(view: View, path: string, { from, name }: FileSymbols['imports'][number]): boolean {
  if (languageOf(path) !== 'python') return false;
  const part = `${from}${from.endsWith('.') ? '' : '.'}${name}`;
  return alwaysThere.test(name ?? '') || resolveImport(view, path, part) !== 'missing';
}

/** Names that every module of Python has. */
const alwaysThere = /^__\w+__$/u;

/** `users.find` where `users` is all of a module. */
function throughNamespaces(
  view: View,
  path: string,
  symbols: FileSymbols,
  isAsked: (target: string) => boolean,
): readonly Fault[] {
  return symbols.imports.flatMap(({ from, name, as }) => {
    if (name !== '*' || as === null) return [];
    const target = resolveImport(view, path, from);
    if (target === 'unknown' || target === 'missing' || !isAsked(target.path)) return [];
    return symbols.accesses.flatMap((access): Fault[] => {
      if (access.object !== as || isAlwaysThere(symbols, access.name)) return [];
      if (findExported(view, target.path, access.name).found !== 'nothing') return [];
      const { name: missing, line } = access;
      const at = { line, key: `${from} *${missing}`, ...wayOf(symbols, { from, name: missing }) };
      return [{ rule: 'export', ...at, name: missing, target: target.path, detail: from }];
    });
  });
}
