import { setTimeout as sleep } from 'node:timers/promises';

/** Tells the status of a session as somebody sees it at this moment; the empty string when they do not see it. */
export type Probe = {
  readonly ask: (id: string) => Promise<string>;
  readonly close: () => Promise<void>;
};

export type EdgeSeen = {
  readonly step: string;
  /** What the client itself wrote: the status of its live record, or what became of the record. */
  readonly client: string;
  readonly expected: string;
  readonly seen: string;
  /** Milliseconds from the client's own edge until the expected status was known; `null` when it never was. */
  readonly delay: number | null;
  /** How often was asked, and what each asking took on average, in milliseconds. */
  readonly asked: number;
  readonly eachAsking: number;
};

/** An edge that the client has just made, and the status that the other one should come to. `at`: milliseconds since the epoch. */
export type Moment = {
  readonly step: string;
  readonly expected: string;
  readonly client: string;
  readonly at: number;
  readonly id: string;
};

export type Observe = (moment: Moment) => Promise<EdgeSeen>;

/** Asks again and again until the expected status is given, or the time is over. */
export function observer(probe: Probe, within: number): Observe {
  return async ({ step, expected, client, at, id }) => {
    const began = performance.now();
    let asked = 0;
    let seen = '';
    do {
      if (asked > 0) await sleep(10);
      seen = await probe.ask(id);
      asked += 1;
    } while (seen !== expected && performance.now() - began < within);
    const delay = seen === expected ? Date.now() - at : null;
    return { step, client, expected, seen, delay, asked, eachAsking: Math.round((performance.now() - began) / asked) };
  };
}
