import { parseQuietHours } from '../notify/quiet-hours.ts';
import { transitionKinds, type TransitionKind } from '../notify/transition-kind.ts';
import type { Plain, ValueType } from './types.ts';

/** A program and its arguments, one item each: no shell takes them apart, so nothing needs quoting. */
export const program: ValueType<readonly string[]> = {
  expected: 'a list of words, with {path}, {pid} and {tty} filled in',
  item: (plain) => isWord(plain),
  read: (plain) => (Array.isArray(plain) && plain.every((item) => isWord(item)) ? plain.filter(isWord) : undefined),
};

/** Hours of the day by the local clock. */
export const quietHours: ValueType<string> = {
  expected: 'never, or two times of day, such as 22:00-07:00',
  read: (plain) =>
    typeof plain === 'string' && (plain === 'never' || parseQuietHours(plain) !== null) ? plain : undefined,
};

/** Kinds of notifications. */
export const noticeKinds: ValueType<readonly TransitionKind[]> = {
  expected: `a list of ${transitionKinds.join(', ')}`,
  item: (plain) => kindOf(plain) !== undefined,
  read: (plain) => {
    const kinds = Array.isArray(plain) ? plain.map((item: Plain) => kindOf(item)) : [undefined];
    return kinds.every((kind) => kind !== undefined) ? kinds.filter((kind) => kind !== undefined) : undefined;
  },
};

function isWord(plain: unknown): plain is string {
  return typeof plain === 'string' && plain !== '' && !plain.includes('\0');
}

function kindOf(plain: unknown): TransitionKind | undefined {
  return transitionKinds.find((kind) => kind === plain);
}
