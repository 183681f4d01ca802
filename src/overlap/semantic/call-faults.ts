import type { Declaration, FileSymbols } from '../../symbols/file-symbols.ts';
import { accepts } from './arity.ts';
import { findBound, findExported, type Exported } from './exported.ts';
import type { Fault } from './fault.ts';
import { findInPackage } from './package.ts';
import { resolveImport } from './resolve.ts';
import type { View } from './views.ts';
import { wayOf } from './way.ts';

/** Pure: calls with other arguments than what they call takes. */
export function callFaults(
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
    const taken = symbols.imports.find((one) => one.as === (call.on ?? name));
    const way = wayOf(
      symbols,
      taken === undefined ? null : { from: taken.from, name: call.on === null ? taken.name : name },
    );
    return [{ rule: 'arguments', line: call.line, name: said, key, target: exported.path, ...way }];
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
