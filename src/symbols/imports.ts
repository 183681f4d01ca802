import type { Bindings } from './bindings.ts';
import type { Declared, Source } from './declarations.ts';
import type { Export, Import } from './file-symbols.ts';
import type { Match, Piece } from './parser.ts';

/** Pure: what the file takes from other files, and at which offsets it gives that names. */
export function findImports(
  matches: readonly Match[],
  source: Source,
): { readonly imports: readonly Import[]; readonly boundAt: ReadonlySet<number> } {
  const boundAt = new Set<number>();
  const imports = matches.flatMap((match): Import[] => {
    const from = textOf(match.get('from') ?? match.get('module') ?? match.get('mod'), source);
    const required = textOf(match.get('require'), source);
    if (from === null || (required !== null && required !== 'require')) return [];
    const bound = match.get('import.default') ?? match.get('import.all') ?? match.get('import');
    const run = match.get('import.run') ?? match.get('import.module');
    if (bound === undefined) return run === undefined ? [] : [{ from, name: null, as: null, line: run.row + 1 }];
    // What is taken by a call is bound as any other value.
    if (required === null) boundAt.add(bound.start);
    const as = textOf(bound, source);
    const name = bound.as === 'import.default' ? 'default' : bound.as === 'import.all' ? '*' : as;
    return [{ from, name: textOf(match.get('import.of'), source) ?? name, as, line: bound.row + 1 }];
  });
  return { imports, boundAt };
}

/** Pure: what other files can take from the file, by the names that they know. */
export function findExports(
  matches: readonly Match[],
  source: Source,
  { declared, bindings }: { readonly declared: readonly Declared[]; readonly bindings: Bindings },
): readonly Export[] {
  if (source.language === 'python') return [...boundNames(bindings), ...passedOn(matches, source)];
  const defaults = matches.flatMap((match): Export[] => {
    const whole = match.get('export.default') ?? match.get('exported.default');
    if (whole === undefined) return [];
    const of = textOf(match.get('value.default'), source) ?? nameWithin(declared, whole);
    return [{ name: 'default', of: of !== null && /^[\w$]+$/u.test(of) ? of : null, from: null, line: whole.row + 1 }];
  });
  const onlyDefault = new Set(
    matches.flatMap((match) => {
      const whole = match.get('exported.default');
      return whole === undefined ? [] : [nameWithin(declared, whole)];
    }),
  );
  const own = declared.flatMap(({ name, exported, container, line }): Export[] =>
    exported && container === null && !onlyDefault.has(name) ? [{ name, of: name, from: null, line }] : [],
  );
  return [...own, ...destructured(matches, bindings), ...passedOn(matches, source), ...defaults];
}

/** In Python whatever has a name at the top of a file can be imported. */
function boundNames({ file }: Bindings): readonly Export[] {
  return [...file.names].map(([name, [first]]) => ({ name, of: name, from: null, line: (first?.row ?? 0) + 1 }));
}

function passedOn(matches: readonly Match[], source: Source): readonly Export[] {
  return matches.flatMap((match): Export[] => {
    const from = textOf(match.get('from'), source);
    const all = match.get('export.all');
    if (all !== undefined) return [{ name: '*', of: null, from, line: all.row + 1 }];
    const piece = match.get('export');
    const name = textOf(piece, source);
    if (piece === undefined || name === null) return [];
    return [{ name, of: textOf(match.get('export.of'), source) ?? name, from, line: piece.row + 1 }];
  });
}

/** `export const { a, b } = …` */
function destructured(matches: readonly Match[], { file }: Bindings): readonly Export[] {
  const exported = matches.flatMap((match) => match.get('exported') ?? []);
  const patterns = matches
    .flatMap((match) => match.get('pattern') ?? [])
    .filter((pattern) => exported.some(({ start, end }) => start <= pattern.start && pattern.end <= end));
  if (patterns.length === 0) return [];
  return [...file.names].flatMap(([name, all]): Export[] => {
    const bound = all.find((one) => patterns.some(({ start, end }) => start <= one.start && one.start < end));
    return bound === undefined ? [] : [{ name, of: null, from: null, line: bound.row + 1 }];
  });
}

/** The name of what is declared exactly there. */
function nameWithin(declared: readonly Declared[], { start, end }: Piece): string | null {
  return declared.find((one) => one.start === start && one.end === end)?.name ?? null;
}

export function textOf(piece: Piece | undefined, { text }: Pick<Source, 'text'>): string | null {
  return piece === undefined ? null : text.slice(piece.start, piece.end);
}
