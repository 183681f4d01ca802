import type { Bindings } from './bindings.ts';
import type { Source } from './declarations.ts';
import type { Export } from './file-symbols.ts';
import { textOf } from './imports.ts';
import type { Match } from './parser.ts';

/**
 * Pure: what a module of JavaScript exports by assignments: `exports.a = …`, `module.exports.a = …`, `module.exports = { a, b: … }`.
 * `isOpen` where it does anything else with `module` or `exports`, or spreads into them: then the text does not tell all names.
 */
export function findGiven(
  matches: readonly Match[],
  { uses }: Bindings,
  source: Source,
): { readonly exports: readonly Export[]; readonly isOpen: boolean } {
  const own = [...uses].filter(([, { name, to }]) => to === 'free' && (name === 'module' || name === 'exports'));
  if (own.length === 0) return { exports: [], isOpen: false };
  const ours = new Set(own.map(([at]) => at));
  const understood = new Set<number>();
  const objects = new Map<number, { readonly parts: number; readonly by: number; seen: number }>();
  const names = new Map<string, Export>();
  for (const match of matches) {
    const [by, word, all] = [match.get('given.by'), match.get('given.word'), match.get('given.all')];
    if (by === undefined || !ours.has(by.start)) continue;
    const isModule = textOf(by, source) === 'module';
    if (isModule !== (textOf(word, source) === 'exports')) continue;
    const same = match.get('given.same');
    const piece = same ?? match.get('given.name');
    const name = textOf(piece, source);
    if (piece !== undefined && name !== null && !names.has(name))
      names.set(name, { name, of: same === undefined ? null : name, from: null, line: piece.row + 1 });
    if (all === undefined) {
      understood.add(by.start);
      continue;
    }
    const object = objects.get(all.start) ?? { parts: all.parts, by: by.start, seen: 0 };
    if (piece !== undefined || match.has('given.comment')) object.seen += 1;
    objects.set(all.start, object);
  }
  for (const { parts, by, seen } of objects.values()) if (parts === seen) understood.add(by);
  // The whole of it is what an `import` takes by default.
  const [first] = own;
  const whole: Export = { name: 'default', of: null, from: null, line: (first?.[1].row ?? 0) + 1 };
  return { exports: [...names.values(), whole], isOpen: own.some(([at]) => !understood.has(at)) };
}
