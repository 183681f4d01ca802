import type { Hunk } from '../git/line-changes.ts';
import type { OwnChange } from '../overlap/contender.ts';
import { resolveImport } from '../overlap/semantic/resolve.ts';
import type { View } from '../overlap/semantic/views.ts';
import { compareContracts, type ContractChange } from '../symbols/changed-contracts.ts';
import { contractsOf, type SymbolsOf } from './contracts-of.ts';
import type { DriftedSymbol, SymbolUse } from './drift.ts';

/** A file at three points: what the writer began with, what it has now, and what the reader has. */
export type ThreeStates = {
  readonly path: string;
  readonly before: string | null;
  readonly after: string | null;
  readonly file: string | null;
};

/**
 * Pure: the declarations whose contract the writer changed, and that the reader does not have in that form. What the writer added
 * is not among them: nobody can have worked against it.
 */
export function driftedSymbols(
  { path, before, after, file }: ThreeStates,
  symbols: SymbolsOf,
): readonly DriftedSymbol[] {
  const [base, theirs, mine] = [before, after, file].map((oid) => contractsOf(oid, path, symbols));
  if (base == null || theirs == null || mine == null) return [];
  const own = new Map(compareContracts(base, mine).map((change) => [change.name, change]));
  return compareContracts(base, theirs).flatMap((change) => {
    if (change.how === 'added') return [];
    const here = own.get(change.name);
    if (here !== undefined && here.is === change.is && here.to === change.to) return [];
    return [symbolOf(change, here)];
  });
}

function symbolOf({ name, was, is, to }: ContractChange, here: ContractChange | undefined): DriftedSymbol {
  return {
    name,
    was: here === undefined ? was : here.is,
    is,
    ...(to === undefined ? {} : { to }),
    state: here === undefined ? 'old' : 'diverged',
    uses: [],
  };
}

/**
 * Pure: the lines that the reader changed itself and that use a declaration of a file. `hunks` gives the changed lines of an own
 * change, `null` where they are not known.
 */
export function usesOf(options: {
  readonly name: string;
  /** The file that declares it, as the reader names it. */
  readonly declaredIn: string;
  readonly changes: readonly OwnChange[];
  readonly symbols: SymbolsOf;
  readonly hunks: (change: OwnChange) => readonly Hunk[] | null;
  readonly uncommitted: ReadonlySet<string>;
}): readonly SymbolUse[] {
  const { name, declaredIn, changes, symbols, hunks, uncommitted } = options;
  const [top = name] = name.split('.');
  // Only the one file matters: an import that leads anywhere else is of no interest.
  const view: View = {
    blob: (path) => (path === declaredIn ? declaredIn : null),
    inside: () => new Set(),
    symbols: () => null,
    data: () => undefined,
    once: (_key, find) => find(),
  };
  return changes.flatMap((change): readonly SymbolUse[] => {
    const { path, after } = change;
    const read = after === null || path === declaredIn ? null : symbols(after.oid, path);
    if (read === null) return [];
    const names = read.imports.flatMap(({ from, name: taken, as }) => {
      const target = taken === top && as !== null ? resolveImport(view, path, from) : 'missing';
      return as !== null && typeof target === 'object' ? [as] : [];
    });
    const lines = new Set(names.flatMap((one) => read.uses.get(one) ?? []));
    const changed = hunks(change) ?? [];
    return [...lines]
      .filter((line) => changed.some(({ after: put }) => line > put.start && line <= put.end))
      .toSorted((a, b) => a - b)
      .map((line): SymbolUse => ({ path, line, uncommitted: uncommitted.has(path), text: null }));
  });
}
