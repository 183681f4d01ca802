import type { Arity, Parameter } from './file-symbols.ts';
import type { Piece } from './parser.ts';

/**
 * Pure: how many arguments the captured parameters take. A capture says whether one is `required` or `optional`, and takes the
 * `rest`; where arguments can be given by name, also how: `both`, `rest`, `names`, and the marks `bare` and `bar` between them.
 */
export function arityOf(pieces: readonly Piece[], text: string): Arity {
  const sorted = pieces.toSorted((a, b) => a.start - b.start);
  const places = sorted.filter(({ as }) => /^parameter\.(?:required|optional)/u.test(as));
  const least = 1 + places.findLastIndex((one) => isRequired(one, text));
  const most = sorted.some(({ as }) => as.startsWith('parameter.rest')) ? null : places.length;
  const named = namedParameters(sorted, text);
  return { least, most, ...(named.length === 0 ? {} : { named }) };
}

/** An argument of the type `void` may be left out. */
function isRequired({ as, start, end }: Piece, text: string): boolean {
  return as.startsWith('parameter.required') && !/[:|]\s*void\b/u.test(text.slice(start, end));
}

/** Python: what stands before a bar is given by place only, what stands behind a star by name only. */
function namedParameters(sorted: readonly Piece[], text: string): readonly Parameter[] {
  const bar = sorted.findIndex(({ as }) => as.endsWith('.bar'));
  const star = sorted.findIndex(({ as }) => as.startsWith('parameter.rest.'));
  return sorted.flatMap(({ as, start, end }, at): Parameter[] => {
    const [, how = '', by = ''] = as.split('.');
    const name = /^[\w*]+/u.exec(text.slice(start, end))?.[0] ?? '';
    if (by === 'rest' || by === 'names') return [{ name, required: false, by }];
    if (by !== 'both') return [];
    const only = at < bar ? 'place' : star !== -1 && at > star ? 'name' : 'both';
    return [{ name, required: how === 'required', by: only }];
  });
}
