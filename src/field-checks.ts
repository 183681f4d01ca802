/** Whether a value that was read is of a type. */
export type Check = (value: unknown) => boolean;

/** A check of every field that a type has: a field that is added to the type must be added to its checks. */
export type FieldChecks<T> = { readonly [Name in keyof Required<T>]: Check };

export const isText: Check = (value) => typeof value === 'string';
export const isTruth: Check = (value) => typeof value === 'boolean';
/** Of lines, offsets and numbers of things. */
export const isCount: Check = (value) => Number.isSafeInteger(value) && Number(value) >= 0;

export const isNumber: Check = (value) => typeof value === 'number' && Number.isFinite(value);
export const isOid: Check = (value) => typeof value === 'string' && /^[0-9a-f]{40,64}$/u.test(value);
export const isTime: Check = (value) => typeof value === 'string' && !Number.isNaN(Date.parse(value));

export function orNull(check: Check): Check {
  return (value) => value === null || check(value);
}

export function optional(check: Check): Check {
  return (value) => value === undefined || check(value);
}

export function listOf(check: Check): Check {
  return (value) => Array.isArray(value) && value.every((one) => check(one));
}

export function oneOf(words: readonly string[]): Check {
  return (value) => typeof value === 'string' && words.includes(value);
}

export function pairOf(first: Check, second: Check): Check {
  return (value) => Array.isArray(value) && value.length === 2 && first(value[0]) && second(value[1]);
}

export function withFields<T>(checks: FieldChecks<T>): Check {
  const entries: readonly (readonly [string, Check])[] = Object.entries(checks);
  return (value) => {
    if (typeof value !== 'object' || value === null) return false;
    const record: Readonly<Record<string, unknown>> = { ...value };
    return entries.every(([name, check]) => check(record[name]));
  };
}
