import type { Declaration, FileSymbols } from './file-symbols.ts';

/** Pure: the innermost declaration that a line lies in; `null` between declarations. */
export function declarationAt({
  symbols,
  line,
}: {
  readonly symbols: Pick<FileSymbols, 'declarations'>;
  readonly line: number;
}): Declaration | null {
  const around = symbols.declarations.filter((one) => one.line <= line && line <= one.lastLine);
  return around.toSorted((a, b) => b.line - a.line || a.lastLine - b.lastLine)[0] ?? null;
}

/** Pure: the declarations of a name: `charge`, or `User.rename` for a member of a type. */
export function declarationsOf({
  symbols,
  name,
}: {
  readonly symbols: Pick<FileSymbols, 'declarations'>;
  readonly name: string;
}): readonly Declaration[] {
  return symbols.declarations.filter(
    (one) => one.name === name || (one.container !== null && `${one.container}.${one.name}` === name),
  );
}

/** Pure: the lines that use a name as one of the file's top, of another file or of the language; not those where it is a local one. */
export function usesOf({
  symbols,
  name,
}: {
  readonly symbols: Pick<FileSymbols, 'uses' | 'free' | 'accesses' | 'calls'>;
  readonly name: string;
}): readonly number[] {
  const through = [...symbols.accesses, ...symbols.calls].flatMap((one) => (one.name === name ? [one.line] : []));
  const lines = [...(symbols.uses.get(name) ?? []), ...(symbols.free.get(name) ?? []), ...through];
  return [...new Set(lines)].toSorted((a, b) => a - b);
}
