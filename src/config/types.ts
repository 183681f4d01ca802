import { isAbsolute } from 'node:path';

/** A value as a config file can write it. */
export type Plain = string | number | boolean | null | readonly Plain[];

/** One type of config value: what it accepts, in words, and how it is read. */
export type ValueType<T> = {
  /** For the error text: the words to choose from, or one phrase. */
  readonly expected: string | readonly string[];
  /** The value that is meant; `undefined` when the plain value is not of this type. */
  readonly read: (plain: Plain) => T | undefined;
  /** Of a list: whether one item would do. An environment variable of such a key is split like PATH. */
  readonly item?: (plain: Plain) => boolean;
};

/** One of a few words. */
export function choice<Word extends string>(words: readonly Word[]): ValueType<Word> {
  return { expected: words, read: (plain) => words.find((word) => word === plain) };
}

/** A branch name. git has the last word on it; here it only may not be an option, nor hold what no branch holds. */
export const branchName: ValueType<string | null> = {
  expected: 'a branch name, in quotes when it looks like a number',
  read: (plain) => {
    if (plain === null) return null;
    return typeof plain === 'string' && /^[^-\p{Cc}\s~^:?*[\\][^\p{Cc}\s~^:?*[\\]*$/u.test(plain) ? plain : undefined;
  },
};

/** A length of time between two others, such as "24h". Read as milliseconds. */
export function duration({
  least,
  most,
  example,
}: Readonly<Record<'least' | 'most' | 'example', string>>): ValueType<number> {
  const limits = { least: parseDuration(least) ?? 0, most: parseDuration(most) ?? 0 };
  return {
    expected: `a duration from ${least} to ${most}, such as ${example}`,
    read: (plain) => {
      const length = typeof plain === 'string' ? parseDuration(plain) : null;
      return length !== null && length >= limits.least && length <= limits.most ? length : undefined;
    },
  };
}

/** Reads "500ms", "30s", "15m", "24h", "7d" or "2w" as milliseconds; `null` for anything else. */
export function parseDuration(text: string): number | null {
  const [, count, unit] = /^(\d{1,6})(ms|s|m|h|d|w)$/u.exec(text) ?? [];
  const length = units.get(unit ?? '');
  return length === undefined ? null : Number(count) * length;
}

const units: ReadonlyMap<string, number> = new Map([
  ['ms', 1],
  ['s', 1000],
  ['m', 60_000],
  ['h', 3_600_000],
  ['d', 86_400_000],
  ['w', 604_800_000],
]);

/** A list of directories. A relative one is refused: it would mean another place wherever kg is started. */
export const directories: ValueType<readonly string[]> = {
  expected: 'a list of directories, each absolute or beginning with ~/',
  item: (plain) => isDirectory(plain),
  read: (plain) =>
    Array.isArray(plain) && plain.every((item) => isDirectory(item)) ? plain.filter(isDirectory) : undefined,
};

function isDirectory(plain: unknown): plain is string {
  return typeof plain === 'string' && !/\p{Cc}/u.test(plain) && (isAbsolute(plain) || /^~(?:$|[/\\])/u.test(plain));
}

/** A whole number between two others, both included. */
export function wholeNumber({ least, most }: Readonly<Record<'least' | 'most', number>>): ValueType<number> {
  return {
    expected: `a whole number from ${least} to ${most}`,
    read: (plain) => {
      const number = typeof plain === 'string' && /^\d{1,9}$/u.test(plain) ? Number(plain) : plain;
      return typeof number === 'number' && Number.isInteger(number) && number >= least && number <= most
        ? number
        : undefined;
    },
  };
}

/** A list of short texts, each on one line; `what` says what they are. */
export function texts(what: string): ValueType<readonly string[]> {
  return {
    expected: `a list of ${what}`,
    item: (plain) => isLine(plain),
    read: (plain) => (Array.isArray(plain) && plain.every((item) => isLine(item)) ? plain.filter(isLine) : undefined),
  };
}

function isLine(plain: unknown): plain is string {
  return typeof plain === 'string' && plain.trim() !== '' && plain.length <= 500 && !/\p{Cc}/u.test(plain);
}
