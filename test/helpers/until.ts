import { setTimeout as sleep } from 'node:timers/promises';

export type UntilOptions<Value> = {
  /** Completes the sentence "waited 20000 ms for …". */
  readonly what: string;
  readonly read: () => Value | Promise<Value>;
  readonly accept: (value: Value) => boolean;
  /** What to show of the last value when it never came. */
  readonly describe?: (value: Value) => string;
  /** Milliseconds until it is given up. */
  readonly within?: number;
  /** Milliseconds between two looks. */
  readonly every?: number;
};

/** Looks again and again until a value is accepted, and gives it. */
export async function until<Value>(options: UntilOptions<Value>): Promise<Value> {
  const { what, read, accept, describe = String, within = 20_000, every = 15 } = options;
  const deadline = performance.now() + within;
  for (;;) {
    const value = await read();
    if (accept(value)) return value;
    if (performance.now() > deadline)
      throw new Error(`waited ${within} ms for ${what}; last seen:\n${describe(value)}`);
    await sleep(every);
  }
}
