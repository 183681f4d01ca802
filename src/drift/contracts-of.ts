import type { FileSymbols } from '../symbols/file-symbols.ts';

/** The symbols of a blob, as of a file at a path; `null` where they cannot be told. */
export type SymbolsOf = (oid: string, path: string) => FileSymbols | null;

const nothing = { errors: [], declarations: [], exports: [] } as const;

/** What a file declares for others: nothing where there is no file, `null` where it cannot be told. */
export function contractsOf(
  oid: string | null,
  path: string,
  symbols: SymbolsOf,
): Pick<FileSymbols, 'errors' | 'declarations' | 'exports'> | null {
  const read = oid === null ? nothing : symbols(oid, path);
  return read === null || read.errors.length > 0 ? null : read;
}
