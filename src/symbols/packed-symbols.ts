import type { FileSymbols } from './file-symbols.ts';

/** Changes whenever the same file may give other symbols: with the grammars, the queries, or what is made of them. */
export const symbolsVersion = '3';

/** Pure: symbols as one line of text, for a cache. */
export function packSymbols(symbols: FileSymbols | null): string {
  if (symbols === null) return 'null';
  return JSON.stringify({ ...symbols, uses: [...symbols.uses], free: [...symbols.free] });
}

/** Pure: the same the other way; `null` for what `packSymbols` of this version has not made. */
export function unpackSymbols(packed: string): FileSymbols | null {
  const value: Packed | null = JSON.parse(packed);
  return value === null ? null : { ...value, uses: new Map(value.uses), free: new Map(value.free) };
}

type Packed = Omit<FileSymbols, 'uses' | 'free'> & {
  readonly uses: readonly (readonly [string, readonly number[]])[];
  readonly free: readonly (readonly [string, readonly number[]])[];
};
