import { parseWeight } from '../check/codes.ts';
import type { Plain, ValueType } from './types.ts';

/** A list of `code=weight`: what the rules of `kg check` count for. */
export const checkWeights: ValueType<readonly string[]> = {
  expected: 'a list of code=weight, as in near=info',
  item: (plain) => isWeight(plain),
  read: (plain) => (Array.isArray(plain) && plain.every((item) => isWeight(item)) ? plain.filter(isWeight) : undefined),
};

function isWeight(plain: Plain): plain is string {
  return typeof plain === 'string' && parseWeight(plain) !== null;
}
