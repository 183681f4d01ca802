import type { Declaration, FileSymbols } from '../../symbols/file-symbols.ts';
import { languageOf } from '../../symbols/language.ts';
import { accepts } from './arity.ts';
import { findBound, findExported, type Exported } from './exported.ts';
import type { SemanticRule } from './finding.ts';
import { findInPackage, findRepeated } from './package.ts';
import { globalNames } from './globals.ts';
import { resolveImport } from './resolve.ts';
import type { View } from './views.ts';

/** What does not fit in one state of the files. Most are harmless by themselves: they count where no side had them. */
export type Fault = {
  readonly rule: SemanticRule;
  readonly line: number;
  readonly name: string;
  /** Equal for the same fault of another view. */
  readonly key: string;
  /** The file that it does not fit with. */
  readonly target?: string;
  readonly detail?: string;
};

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
    const at = { line: one.line, key: `${one.from} ${one.name ?? ''}` };
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
      return [{ rule: 'export', line, name: missing, key: `${from} *${missing}`, target: target.path, detail: from }];
    });
  });
}

function callFaults(
  view: View,
  path: string,
  { symbols, isAsked }: { readonly symbols: FileSymbols; readonly isAsked: (target: string) => boolean },
): readonly Fault[] {
  return symbols.calls.flatMap((call): Fault[] => {
    const bound = calledBy(view, path, symbols, call);
    const { name } = call;
    const exported = bound.found === 'unknown' ? findInPackage(view, path, { name, isAsked }) : bound;
    if (exported.found !== 'declared') return [];
    const callable = callableOf(view.symbols(exported.path), exported.declarations);
    const isMade = callable?.[0]?.container != null;
    if (callable === null || callable.some(({ arity }) => arity === undefined || accepts(arity, call, isMade)))
      return [];
    const said = call.on === null ? call.name : `${call.on}.${call.name}`;
    const key = `arguments ${said} ${call.count} ${(call.named ?? []).join()}`;
    return [{ rule: 'arguments', line: call.line, name: said, key, target: exported.path }];
  });
}

function calledBy(
  view: View,
  path: string,
  symbols: FileSymbols,
  { name, on }: FileSymbols['calls'][number],
): Exported {
  if (on === null) return findBound(view, path, name);
  const all = symbols.imports.find((one) => one.as === on && one.name === '*');
  const target = all === undefined ? 'unknown' : resolveImport(view, path, all.from);
  return target === 'unknown' || target === 'missing' ? { found: 'unknown' } : findExported(view, target.path, name);
}

/** The signatures that a call may meet; `null` where the text does not tell. */
function callableOf(symbols: FileSymbols | null, declarations: readonly Declaration[]): readonly Declaration[] | null {
  if (symbols === null || symbols.language === 'javascript') return null;
  const [first] = declarations;
  if (first?.kind === 'class') return constructorsOf(symbols, declarations);
  if (declarations.some((one) => one.kind !== 'function' || one.arity === undefined)) return null;
  const signatures = declarations.filter((one) => one.overload === true);
  return signatures.length > 0 ? signatures : declarations;
}

function constructorsOf(
  symbols: FileSymbols,
  [declared, ...more]: readonly Declaration[],
): readonly Declaration[] | null {
  if (declared === undefined || more.length > 0 || declared.altered === true) return null;
  const { language } = symbols;
  const name = language === 'python' ? '__init__' : language === 'java' ? declared.name : 'constructor';
  const all = symbols.declarations.filter((one) => one.container === declared.name && one.name === name);
  if (all.some((one) => one.arity === undefined)) return null;
  const signatures = all.filter((one) => one.overload === true);
  if (all.length === 0) return null;
  return signatures.length > 0 ? signatures : all;
}

function memberFaults(view: View, path: string, symbols: FileSymbols): readonly Fault[] {
  return symbols.accesses.flatMap(({ object, name, line }): Fault[] => {
    const exported = findBound(view, path, object);
    if (exported.found !== 'declared') return [];
    const [first, ...more] = exported.declarations;
    if (first?.members === undefined || more.length > 0 || first.altered === true) return [];
    if (first.members.includes(name) || !mayMiss(symbols, name)) return [];
    return [
      { rule: 'member', line, name: `${object}.${name}`, key: `member ${object}.${name}`, target: exported.path },
    ];
  });
}

/** Cases of Python's enumerations are in capitals: other names may be methods that come from elsewhere. */
function mayMiss({ language }: FileSymbols, name: string): boolean {
  return language === 'python' || language === 'java' ? /^[A-Z][A-Z0-9_]*$/u.test(name) : !inherited.has(name);
}

/** Of the whole of a module: what every object has, and the mark of a module that was compiled. */
function isAlwaysThere({ language }: FileSymbols, name: string): boolean {
  return language === 'javascript' && (inherited.has(name) || name === '__esModule');
}

/** What every object has. */
const inherited = new Set(Object.getOwnPropertyNames(Object.prototype));
