import type { FileSymbols } from '../../symbols/file-symbols.ts';
import { languageOf } from '../../symbols/language.ts';
import type { Fault } from './fault.ts';
import { isShared, linkFaults, ownFaults } from './faults.ts';
import { mayComeFromElsewhere } from './package.ts';
import type { View, Views } from './views.ts';
import { leadsThere } from './way.ts';

/** A fault of the merge that neither side has. */
export type Found = Fault & { readonly path: string };

export type Delta = {
  readonly found: readonly Found[];
  /** Files over which the grammar stumbles on a side already. */
  readonly broken: readonly string[];
  /** Files without which something could not be told: too large, no text, or not in the repository. */
  readonly unread: readonly Unread[];
};

export type Unread = { readonly path: string; readonly oid: string };

/**
 * Pure: what is wrong in the merge and right on both sides. Only files are looked at that one of them changed: what is wrong in
 * any other is so on a side already.
 */
export function linkDelta(views: Views): Delta {
  const { merge, brought, pathOn } = views;
  const changed = [...new Set([...brought.a, ...brought.b])].filter(
    (path) => languageOf(path) !== null && merge.blob(path) !== null,
  );
  const broken: string[] = [];
  const unread = new Map<string, Unread>();
  const watched = { a: watch(views.a), b: watch(views.b) };
  const found = changed.toSorted().flatMap((path): readonly Found[] => {
    const merged = merge.symbols(path);
    const sides = { a: pathHere('a', path), b: pathHere('b', path) };
    const isMixed = isWoven(path, sides);
    if (merged === null) return note([{ path, oid: merge.blob(path) ?? '' }]);
    // Without both files that were merged, nobody can tell what was wrong before.
    if (isMixed && (sides.a === null || sides.b === null)) return [];
    const faults = [
      ...(isMixed ? ownFaults(merged) : []),
      ...linkFaults(merge, path, (target) => isAsked(path, target)),
    ];
    if (faults.length === 0) return [];
    const older = sidesOf(sides);
    if (older.some(({ view, at }) => (view.symbols(at)?.errors.length ?? 0) > 0)) {
      if (isMixed) broken.push(path);
      return [];
    }
    const lost = older.flatMap(({ view, at }) =>
      view.symbols(at) === null ? [{ path, oid: view.blob(at) ?? '' }] : [],
    );
    if (lost.length > 0) return note(lost);
    const told = older.map(({ side, at }) => watched[side](at));
    const had = new Set(told.flatMap(({ faults: some }) => some.map(({ key }) => key)));
    const without = told.flatMap((one) => one.unread);
    const isKnown = ({ rule, key }: Fault): boolean => had.has(key) || (without.length > 0 && restsOnOthers.has(rule));
    if (without.length > 0 && faults.some(({ rule, key }) => !had.has(key) && restsOnOthers.has(rule))) note(without);
    const fresh = faults.filter((fault) => !isKnown(fault));
    const isSure = ({ rule, name, way }: Fault): boolean => {
      if (way !== undefined && !older.some(({ view, at }) => leadsThere(view, at, way))) return false;
      if (rule !== 'name' && rule !== 'module') return true;
      return !(rule === 'name' && isShared(merged)) && !mayComeFromElsewhere(views, path, name);
    };
    return fresh.filter(isSure).map((fault) => Object.assign({ path }, fault));
  });
  return { found, broken, unread: [...unread.values()] };

  function note(some: readonly Unread[]): readonly Found[] {
    for (const one of some) unread.set(one.path, one);
    return [];
  }

  function pathHere(side: 'a' | 'b', path: string): string | null {
    const at = pathOn(side, path);
    return at === null || views[side].blob(at) === null ? null : at;
  }

  function sidesOf(sides: Readonly<Record<'a' | 'b', string | null>>) {
    return (['a', 'b'] as const).flatMap((side) => {
      const at = sides[side];
      return at === null ? [] : [{ side, view: views[side], at }];
    });
  }

  /** Whether the text is of both. Wholly from one side, a file is by itself as right as that side is. */
  function isWoven(path: string, sides: Readonly<Record<'a' | 'b', string | null>>): boolean {
    return sidesOf(sides).every(({ view, at }) => view.blob(at) !== merge.blob(path));
  }

  /** What one side alone brought fits together, except where what it rests on is the other's. */
  function isAsked(path: string, target: string): boolean {
    const by = (side: 'a' | 'b', other: 'a' | 'b'): boolean => brought[side].has(path) && brought[other].has(target);
    return by('a', 'b') || by('b', 'a') || isIndex(target);
  }
}

/** A file that passes on what others declare. */
function isIndex(path: string): boolean {
  return /(?:^|\/)(?:index\.[\w.]+|__init__\.pyi?|mod\.rs|lib\.rs)$/u.test(path);
}

/** Faults that a side may have had all the same when a file that its own one rests on could not be read. */
const restsOnOthers = new Set<Fault['rule']>(['export', 'arguments', 'member']);

/** What is wrong in a file of a side, and the files without which more may be. */
function watch(
  side: View,
): (path: string) => { readonly faults: readonly Fault[]; readonly unread: readonly Unread[] } {
  return (path) => {
    const unread: Unread[] = [];
    const symbolsAt = (at: string): FileSymbols | null => {
      const [symbols, oid] = [side.symbols(at), side.blob(at)];
      if (symbols === null && oid !== null && languageOf(at) !== null) unread.push({ path: at, oid });
      return symbols;
    };
    const view: View = { ...side, symbols: symbolsAt };
    const symbols = view.symbols(path);
    const faults = symbols === null ? [] : [...ownFaults(symbols), ...linkFaults(view, path, () => true)];
    return { faults, unread };
  };
}
