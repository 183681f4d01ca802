import type { Arity, Call } from '../../symbols/file-symbols.ts';

/**
 * Pure: whether a call fits by the number, and in a language that has them by the names, of its arguments. `isMade`: the object
 * that is being made is the first argument, and is not written.
 */
export function accepts({ least, most, named }: Arity, call: Pick<Call, 'count' | 'named'>, isMade = false): boolean {
  const { count, named: given = [] } = call;
  if (named === undefined) return least <= count && (most === null || count <= most) && given.length === 0;
  const parameters = isMade ? named.slice(1) : named;
  const places = parameters.filter(({ by }) => by === 'place' || by === 'both');
  if (count > places.length && !parameters.some(({ by }) => by === 'rest')) return false;
  const filled = new Set(places.slice(0, count).map(({ name }) => name));
  const takesAny = parameters.some(({ by }) => by === 'names');
  const fits = (name: string): boolean =>
    !filled.has(name) &&
    (takesAny || parameters.some((one) => one.name === name && (one.by === 'both' || one.by === 'name')));
  const isGiven = (name: string): boolean => filled.has(name) || given.includes(name);
  return given.every(fits) && parameters.every(({ name, required }) => !required || isGiven(name));
}
