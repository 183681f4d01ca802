import { compareContracts, type ContractChange } from '../symbols/changed-contracts.ts';
import { contractsOf, type SymbolsOf } from './contracts-of.ts';
import type { DriftedSymbol } from './drift.ts';

/** A file that the writer changed too, by the object ids before and after; `null` where there is no file. */
export type OtherFile = { readonly path: string; readonly before: string | null; readonly after: string | null };

/**
 * Pure: tells of what the writer took out of one file and put, by the same name, into exactly one other that it changed. A
 * member goes where its type goes, and is not told by itself unless its own contract changed.
 */
export function withMoves(
  drifted: readonly DriftedSymbol[],
  others: readonly OtherFile[],
  symbols: SymbolsOf,
): readonly DriftedSymbol[] {
  if (!drifted.some(isGone)) return drifted;
  const added = others.flatMap(({ path, before, after }) => {
    const [older, newer] = [contractsOf(before, path, symbols), contractsOf(after, path, symbols)];
    if (older === null || newer === null) return [];
    return compareContracts(older, newer).flatMap((change) => (change.how === 'added' ? [{ path, change }] : []));
  });
  const told = drifted.map((one) => (isGone(one) ? (moved(one, added) ?? one) : one));
  const homes = new Map(told.map(({ name, movedTo }) => [name, movedTo]));
  return told.filter(({ name, was, is, movedTo }) => {
    const [type = name, member] = name.split('.');
    return member === undefined || movedTo === undefined || was !== is || homes.get(type) !== movedTo;
  });
}

function isGone({ is, to }: DriftedSymbol): boolean {
  return is === null && to === undefined;
}

type Added = { readonly path: string; readonly change: ContractChange };

function moved(one: DriftedSymbol, added: readonly Added[]): DriftedSymbol | null {
  const [found, ...more] = added.filter(({ change }) => change.name === one.name);
  if (found === undefined || more.length > 0) return null;
  const { path, change } = found;
  return { ...one, is: change.is, state: one.state === 'old' ? 'moved' : one.state, movedTo: path };
}
