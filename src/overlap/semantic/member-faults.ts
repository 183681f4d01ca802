import type { FileSymbols } from '../../symbols/file-symbols.ts';
import { findBound } from './exported.ts';
import type { Fault } from './fault.ts';
import type { View } from './views.ts';
import { wayOf } from './way.ts';

/** Pure: cases that an enumeration does not have. */
export function memberFaults(view: View, path: string, symbols: FileSymbols): readonly Fault[] {
  return symbols.accesses.flatMap(({ object, name, line }): Fault[] => {
    const exported = findBound(view, path, object);
    if (exported.found !== 'declared') return [];
    const [first, ...more] = exported.declarations;
    if (first?.members === undefined || more.length > 0 || first.altered === true) return [];
    if (first.members.includes(name) || !mayMiss(symbols, name)) return [];
    const said = `${object}.${name}`;
    const taken = symbols.imports.find((one) => one.as === object);
    const way = wayOf(symbols, taken === undefined ? null : { from: taken.from, name: taken.name });
    return [{ rule: 'member', line, name: said, key: `member ${said}`, target: exported.path, ...way }];
  });
}

/** Cases of Python's enumerations are in capitals: other names may be methods that come from elsewhere. */
function mayMiss({ language }: FileSymbols, name: string): boolean {
  return language === 'python' || language === 'java' ? /^[A-Z][A-Z0-9_]*$/u.test(name) : !inherited.has(name);
}

/** Of the whole of a module: what every object has, and the mark of a module that was compiled. */
export function isAlwaysThere({ language }: FileSymbols, name: string): boolean {
  return language === 'javascript' && (inherited.has(name) || name === '__esModule');
}

/** What every object has. */
const inherited = new Set(Object.getOwnPropertyNames(Object.prototype));
