import { bindNames, type Bindings } from './bindings.ts';
import { findDeclarations, type Source } from './declarations.ts';
import { findDuplicates } from './duplicates.ts';
import type { Access, Call, Export, FileSymbols, Import } from './file-symbols.ts';
import type { Language } from './language.ts';
import type { LoadedGrammar, Match, Parsed, Piece } from './parser.ts';
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
  const source: Source = { text, lineAt };
  const bindings = bindNames(names, text);
  const declared = findDeclarations(matches, bindings, source);
  const { imports, boundAt } = findImports(matches, source);
  const exports = findExports(matches, source);
  const own = declared.flatMap(({ name, exported, container, line }): Export[] =>
    exported && container === null && !exports.defaults.has(name) ? [{ name, of: name, from: null, line }] : [],
  );
  return {
    language,
    errors: errors.map((row) => row + 1),
    declarations: declared.map(
      ({ start: _start, end: _end, nameAt: _at, within: _within, variant: _variant, ...one }) => one,
    ),
    imports,
    exports: [...own, ...exports.list],
    open: {
      imports: bindings.file.open,
      exports: matches.some((match) => match.has('export.whole')) || exportsByHand(language, text),
    },
    uses: linesOf(bindings, 'top'),
    free: linesOf(bindings, 'free'),
    vague: [...bindings.vague],
    calls: findCalls(matches, bindings, source),
    accesses: findAccesses(matches, bindings, source),
    duplicates: findDuplicates(declared, bindings, { rules: rulesOf[language], imports: boundAt, lineAt }),
    package: null,
  };
}

/** CommonJS, where any expression can export anything. */
function exportsByHand(language: Language, text: string): boolean {
  return language === 'javascript' && /\bmodule\s*\.\s*exports\b|\bexports\s*[.[]/u.test(text);
}

function findImports(matches: readonly Match[], source: Source) {
  const boundAt = new Map<number, string>();
  const imports = matches.flatMap((match): Import[] => {
    const from = textOf(match.get('from'), source);
    const required = textOf(match.get('require'), source);
    if (from === null || (required !== null && required !== 'require')) return [];
    const bound = match.get('import.default') ?? match.get('import.all') ?? match.get('import');
    const run = match.get('import.run');
    if (bound === undefined) return run === undefined ? [] : [{ from, name: null, as: null, line: run.row + 1 }];
    boundAt.set(bound.start, from);
    const as = textOf(bound, source);
    const name = bound.as === 'import.default' ? 'default' : bound.as === 'import.all' ? '*' : as;
    return [{ from, name: textOf(match.get('import.of'), source) ?? name, as, line: bound.row + 1 }];
  });
  return { imports, boundAt };
}

function findExports(matches: readonly Match[], source: Source) {
  const defaults = new Set<string>();
  const list = matches.flatMap((match): Export[] => {
    const from = textOf(match.get('from'), source);
    const all = match.get('export.all');
    if (all !== undefined) return [{ name: '*', of: null, from, line: all.row + 1 }];
    const whole = match.get('export.default') ?? match.get('exported.default');
    if (whole !== undefined) {
      const value = textOf(match.get('value.default'), source);
      const of = value ?? nameWithin(matches, whole, source);
      if (value === null && of !== null) defaults.add(of);
      const isName = of !== null && /^[\w$]+$/u.test(of);
      return [{ name: 'default', of: isName ? of : null, from: null, line: whole.row + 1 }];
    }
    const piece = match.get('export');
    const name = textOf(piece, source);
    if (piece === undefined || name === null) return [];
    return [{ name, of: textOf(match.get('export.of'), source) ?? name, from, line: piece.row + 1 }];
  });
  return { defaults, list };
}

/** The name of what is declared exactly there. */
function nameWithin(matches: readonly Match[], whole: Piece, source: Source): string | null {
  const declaring = matches.find((match) =>
    [...match.values()].some(
      ({ start, end, as }) => start === whole.start && end === whole.end && !as.startsWith('exported'),
    ),
  );
  return textOf(declaring?.get('name'), source);
}

function findCalls(matches: readonly Match[], bindings: Bindings, source: Source): readonly Call[] {
  const open = new Set(matches.flatMap((match) => match.get('arguments.open')?.start ?? []));
  return matches.flatMap((match): Call[] => {
    const [callee, given, object] = [match.get('callee'), match.get('arguments'), match.get('object')];
    if (callee === undefined || given === undefined || open.has(given.start)) return [];
    const to = bindings.uses.get((object ?? callee).start)?.to;
    if (to !== 'top' && to !== 'free') return [];
    const name = source.text.slice(callee.start, callee.end);
    return [{ name, on: textOf(object, source), count: given.parts, line: callee.row + 1 }];
  });
}

function findAccesses(matches: readonly Match[], bindings: Bindings, source: Source): readonly Access[] {
  return matches.flatMap((match): Access[] => {
    const [object, property] = [match.get('object'), match.get('property')];
    if (object === undefined || property === undefined || bindings.uses.get(object.start)?.to !== 'top') return [];
    const name = source.text.slice(property.start, property.end);
    return [{ object: source.text.slice(object.start, object.end), name, line: property.row + 1 }];
  });
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

function textOf(piece: Piece | undefined, { text }: Source): string | null {
  return piece === undefined ? null : text.slice(piece.start, piece.end);
}

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
