import { bindNames, type Bindings } from './bindings.ts';
import { findGiven } from './commonjs.ts';
import { findDeclarations, type Declared, type Source } from './declarations.ts';
import { findDuplicates } from './duplicates.ts';
import type { Declaration, FileSymbols } from './file-symbols.ts';
import { findExports, findImports, textOf } from './imports.ts';
import { findAccesses, findCalls } from './links.ts';
import type { Language } from './language.ts';
import type { LoadedGrammar, Parsed } from './parser.ts';
import { rulesOf } from './takes.ts';

/** Reads the symbols of source files. Each grammar is loaded when the first file of its language comes. */
export type SymbolReader = {
  readonly read: (file: { readonly language: Language; readonly source: Buffer }) => Promise<FileSymbols | null>;
};

/** Bytes of a file; larger ones are mostly made by programs. */
const LARGEST = 1024 * 1024;

/** Opens a reader. Starts and loads nothing by itself. */
export function openSymbolReader(): SymbolReader {
  const grammars = new Map<Language, Promise<LoadedGrammar>>();
  const grammarOf = (language: Language): Promise<LoadedGrammar> => {
    const known = grammars.get(language) ?? load(language);
    grammars.set(language, known);
    return known;
  };
  return {
    read: async ({ language, source }) => {
      if (source.length > LARGEST || source.includes(0)) return null;
      const text = source.toString('utf8');
      const parsed = (await grammarOf(language)).parse(text);
      return parsed === null ? null : symbolsOf(language, text, parsed);
    },
  };
}

/** The symbols of one file; `null` for what is no text, too large, or too much for the parser. */
export async function readSymbols(file: {
  readonly language: Language;
  readonly source: Buffer;
  readonly reader?: SymbolReader;
}): Promise<FileSymbols | null> {
  return (file.reader ?? openSymbolReader()).read(file);
}

async function load(language: Language): Promise<LoadedGrammar> {
  const [{ loadGrammar }, { queriesOf }] = await Promise.all([import('./parser.ts'), import('./queries.ts')]);
  return loadGrammar(language, await queriesOf(language));
}

function symbolsOf(language: Language, text: string, { errors, matches, names }: Parsed): FileSymbols {
  const starts = lineStarts(text);
  const lineAt = (offset: number): number => lineOf(starts, offset);
  const columnAt = (offset: number): number => offset - (starts[lineAt(offset) - 1] ?? 0);
  const source: Source = { language, text, lineAt, columnAt };
  const bindings = bindNames(names, text);
  const declared = findDeclarations(matches, bindings, source);
  const { imports, boundAt } = findImports(matches, source);
  const given = language === 'javascript' ? findGiven(matches, bindings, source) : { exports: [], isOpen: false };
  const isWhole = matches.some((match) => match.has('export.whole')) || answersForAll(language, text);
  return {
    language,
    errors: errors.map((row) => row + 1),
    declarations: declared.map((one) => declarationOf(one)),
    imports,
    exports: [...findExports(matches, source, { declared, bindings }), ...given.exports],
    open: { imports: bindings.file.open, exports: isWhole || given.isOpen },
    uses: linesOf(bindings, 'top'),
    free: linesOf(bindings, 'free'),
    vague: [...bindings.vague],
    calls: findCalls(matches, bindings, source),
    accesses: findAccesses(matches, bindings, source),
    duplicates: findDuplicates(declared, bindings, { rules: rulesOf[language], imports: boundAt, lineAt }),
    package: isConditional(language, text)
      ? null
      : textOf(matches.find((match) => match.has('package'))?.get('package'), source),
  };
}

function declarationOf(declared: Declared): Declaration {
  const {
    start: _start,
    end: _end,
    nameAt: _at,
    within: _within,
    variant: _variant,
    isIndented: _is,
    ...one
  } = declared;
  return one;
}

/** A file of Go that is compiled under a condition only. */
function isConditional(language: Language, text: string): boolean {
  return language === 'go' && /^\/\/(?:go:build| *\+build) /mu.test(text);
}

/** A Python module that answers for names that it lacks. */
function answersForAll(language: Language, text: string): boolean {
  return language === 'python' && /^def __getattr__\(/mu.test(text);
}

function linesOf({ uses }: Bindings, to: 'top' | 'free'): ReadonlyMap<string, readonly number[]> {
  const some = [...uses.values()].filter((use) => use.to === to);
  const byName = Map.groupBy(some, ({ name }) => name);
  return new Map(
    [...byName].map(([name, all]) => [name, [...new Set(all.map(({ row }) => row + 1))].slice(0, MOST_LINES)]),
  );
}

/** Enough to show where a name is used. */
const MOST_LINES = 50;

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

function lineOf(starts: readonly number[], offset: number): number {
  let [low, high] = [0, starts.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low + 1;
}
