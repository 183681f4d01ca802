import type { Bindings } from './bindings.ts';
import type { Source } from './declarations.ts';
import type { Access, Call } from './file-symbols.ts';
import { textOf } from './imports.ts';
import type { Match } from './parser.ts';

/** Pure: calls of what is not local to the place of the call, with a number of arguments that the text tells. */
export function findCalls(matches: readonly Match[], bindings: Bindings, source: Source): readonly Call[] {
  const open = new Set(matches.flatMap((match) => match.get('arguments.open')?.start ?? []));
  const names = Map.groupBy(
    matches.flatMap((match) => {
      const [list, name] = [match.get('arguments.named'), match.get('argument.name')];
      return list === undefined || name === undefined ? [] : [{ list: list.start, name: textOf(name, source) ?? '' }];
    }),
    ({ list }) => list,
  );
  return matches.flatMap((match): Call[] => {
    const [callee, given, object] = [match.get('callee'), match.get('arguments'), match.get('object')];
    if (callee === undefined || given === undefined || open.has(given.start)) return [];
    const to = bindings.uses.get((object ?? callee).start)?.to;
    if (to !== 'top' && to !== 'free') return [];
    const named = names.get(given.start)?.map(({ name }) => name) ?? [];
    return [
      {
        name: textOf(callee, source) ?? '',
        on: textOf(object, source),
        count: given.parts - named.length,
        ...(named.length === 0 ? {} : { named }),
        line: callee.row + 1,
      },
    ];
  });
}

/** Pure: `object.name` of what is bound at the top of the file. */
export function findAccesses(matches: readonly Match[], bindings: Bindings, source: Source): readonly Access[] {
  return matches.flatMap((match): Access[] => {
    const [object, property] = [match.get('object'), match.get('property')];
    if (object === undefined || property === undefined || bindings.uses.get(object.start)?.to !== 'top') return [];
    const name = textOf(property, source) ?? '';
    return [{ object: textOf(object, source) ?? '', name, line: property.row + 1 }];
  });
}
