import {
  isCount,
  isText,
  isTruth,
  listOf,
  oneOf,
  optional,
  orNull,
  pairOf,
  withFields,
  type Check,
} from '../field-checks.ts';
import type {
  Access,
  Arity,
  Call,
  Declaration,
  Duplicate,
  Export,
  FileSymbols,
  Import,
  Parameter,
} from './file-symbols.ts';
import { languages } from './language.ts';

/** Changes whenever the same files may give other symbols or findings: with the grammars, the queries, the rules. */
export const symbolsVersion = '5';

/** Pure: symbols as one line of text, for a cache. */
export function packSymbols(symbols: FileSymbols | null): string {
  if (symbols === null) return 'null';
  return JSON.stringify({ ...symbols, uses: [...symbols.uses], free: [...symbols.free] });
}

/** Pure: the same the other way. `undefined` for what `packSymbols` has not made: a cache may be damaged. */
export function unpackSymbols(packed: string): FileSymbols | null | undefined {
  const value = parsed(packed);
  if (value === null) return null;
  return isPacked(value) ? { ...value, uses: new Map(value.uses), free: new Map(value.free) } : undefined;
}

function parsed(packed: string): unknown {
  try {
    return JSON.parse(packed);
  } catch {
    // Cut off, or written over.
    return undefined;
  }
}

type Packed = Omit<FileSymbols, 'uses' | 'free'> & {
  readonly uses: readonly (readonly [string, readonly number[]])[];
  readonly free: readonly (readonly [string, readonly number[]])[];
};

function isPacked(value: unknown): value is Packed {
  return symbols(value);
}

const kinds = ['function', 'method', 'class', 'interface', 'type', 'enum', 'value', 'namespace', 'macro'];
const lines = listOf(pairOf(isText, listOf(isCount)));
const onlyTrue: Check = (value) => value === undefined || value === true;

const parameter = withFields<Parameter>({
  name: isText,
  required: isTruth,
  by: oneOf(['place', 'name', 'both', 'rest', 'names']),
});

const arity = withFields<Arity>({ least: isCount, most: orNull(isCount), named: optional(listOf(parameter)) });

const declaration = withFields<Declaration>({
  name: isText,
  kind: oneOf(kinds),
  container: orNull(isText),
  exported: isTruth,
  line: isCount,
  lastLine: isCount,
  contract: isText,
  digest: isText,
  arity: optional(arity),
  members: optional(listOf(isText)),
  altered: onlyTrue,
  extends: onlyTrue,
  overload: onlyTrue,
});

const symbols = withFields<FileSymbols>({
  language: oneOf(languages),
  errors: listOf(isCount),
  declarations: listOf(declaration),
  imports: listOf(withFields<Import>({ from: isText, name: orNull(isText), as: orNull(isText), line: isCount })),
  exports: listOf(withFields<Export>({ name: isText, of: orNull(isText), from: orNull(isText), line: isCount })),
  open: withFields<FileSymbols['open']>({ imports: isTruth, exports: isTruth }),
  uses: lines,
  free: lines,
  vague: listOf(isText),
  calls: listOf(
    withFields<Call>({
      name: isText,
      on: orNull(isText),
      count: isCount,
      named: optional(listOf(isText)),
      line: isCount,
    }),
  ),
  accesses: listOf(withFields<Access>({ object: isText, name: isText, line: isCount })),
  duplicates: listOf(withFields<Duplicate>({ name: isText, within: isText, lines: listOf(isCount) })),
  package: orNull(isText),
});
