import { languageOf } from '../../symbols/language.ts';
import { isShared, linkFaults, ownFaults, type Fault } from './faults.ts';
import { mayComeFromElsewhere } from './package.ts';
import type { SemanticSkip } from './finding.ts';
import type { View, Views } from './views.ts';

/** A fault of the merge that neither side has. */
export type Found = Fault & { readonly path: string };

export type Delta = { readonly found: readonly Found[]; readonly skipped: readonly SemanticSkip[] };

/**
 * Pure: what is wrong in the merge and right on both sides. Only files are looked at that one of them changed: what is wrong in
 * any other is so on a side already.
 */
export function linkDelta(views: Views): Delta {
  const { merge, brought, pathOn } = views;
  const changed = [...new Set([...brought.a, ...brought.b])].filter(
    (path) => languageOf(path) !== null && merge.blob(path) !== null,
  );
  const skipped: SemanticSkip[] = [];
  const found = changed.toSorted().flatMap((path): Found[] => {
    const merged = merge.symbols(path);
    const sides = { a: pathHere('a', path), b: pathHere('b', path) };
    const isMixed = isWoven(path, sides);
    // Without both files that were merged, nobody can tell what was wrong before.
    if (merged === null || (isMixed && (sides.a === null || sides.b === null))) return [];
    const faults = [
      ...(isMixed ? ownFaults(merged) : []),
      ...linkFaults(merge, path, (target) => isAsked(path, target)),
    ];
    if (faults.length === 0) return [];
    const older = sidesOf(sides);
    if (older.some(({ view, at }) => (view.symbols(at)?.errors.length ?? 0) > 0)) {
      if (isMixed) skipped.push({ path, reason: 'syntax' });
      return [];
    }
    const had = new Set(older.flatMap(({ view, at }) => faultsOf(view, at).map(({ key }) => key)));
    const fresh = faults.filter(({ key }) => !had.has(key));
    const isSure = ({ rule, name }: Fault): boolean => {
      if (rule !== 'name' && rule !== 'module') return true;
      return !(rule === 'name' && isShared(merged)) && !mayComeFromElsewhere(views, path, name);
    };
    return fresh.filter(isSure).map((fault) => Object.assign({ path }, fault));
  });
  return { found, skipped };

  function pathHere(side: 'a' | 'b', path: string): string | null {
    const at = pathOn(side, path);
    return at === null || views[side].blob(at) === null ? null : at;
  }

  function sidesOf(sides: Readonly<Record<'a' | 'b', string | null>>) {
    return (['a', 'b'] as const).flatMap((side) => {
      const at = sides[side];
      return at === null ? [] : [{ view: views[side], at }];
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

function faultsOf(view: View, path: string): readonly Fault[] {
  const symbols = view.symbols(path);
  return symbols === null ? [] : [...ownFaults(symbols), ...linkFaults(view, path, () => true)];
}
