import type { Bindings } from './bindings.ts';
import type { Declared } from './declarations.ts';
import type { Duplicate } from './file-symbols.ts';

/** How a language lets one name be declared more than once in one place. */
export type Rules = {
  /** What a declaration takes of a name; two that take the same thing clash. Empty: it never clashes. */
  readonly takes: (declared: Declared) => readonly string[];
  /** The same of a name that is bound at the top by something else: an import, a destructured value. */
  readonly imported: readonly string[];
};

/** Pure: what is declared twice at the top of the file, or in one type. */
export function findDuplicates(
  declared: readonly Declared[],
  { file }: Bindings,
  options: {
    readonly rules: Rules;
    readonly imports: ReadonlySet<number>;
    readonly lineAt: (offset: number) => number;
  },
): readonly Duplicate[] {
  const { rules, imports, lineAt } = options;
  const own = declared.map((one) => ({
    name: one.name,
    within: one.within.join('.'),
    line: lineAt(one.nameAt),
    takes: rules.takes(one),
  }));
  const taken = [...file.names.values()]
    .flat()
    .flatMap(({ name, start }) =>
      imports.has(start) ? [{ name, within: '', line: lineAt(start), takes: rules.imported }] : [],
    );
  const all = [...own, ...taken];
  return [...Map.groupBy(all, ({ name, within }) => `${within}\n${name}`).values()].flatMap((same) => {
    const clashing = same.filter((one) =>
      same.some((other) => other !== one && other.takes.some((what) => one.takes.includes(what))),
    );
    const [first] = clashing;
    if (first === undefined) return [];
    return [
      { name: first.name, within: first.within, lines: clashing.map(({ line }) => line).toSorted((a, b) => a - b) },
    ];
  });
}
