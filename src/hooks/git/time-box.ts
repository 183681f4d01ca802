/** A length of time that work must fit into. What does not is left, and told. */
export type TimeBox = {
  /** Aborts when the time is up. */
  readonly signal: AbortSignal;
  readonly isOver: () => boolean;
  /** The answer of some work; `null` when the box, or the given share of it, is over before. Rejects as the work does. */
  readonly within: <T>(work: Promise<T>, share?: number) => Promise<T | null>;
  /** Sets another length, measured from when the box was opened. */
  readonly resize: (milliseconds: number) => void;
  /** Ends it before the time is up, and with it what still runs. */
  readonly close: () => void;
};

/** Opens a box of so many milliseconds, from now on. */
export function openTimeBox(milliseconds: number): TimeBox {
  const begun = performance.now();
  const controller = new AbortController();
  const { signal } = controller;
  let length = milliseconds;
  const left = (share: number): number => begun + length * share - performance.now();
  const end = (): void => controller.abort();
  let timer = setTimeout(end, length);
  return {
    signal,
    isOver: () => signal.aborted,
    within: async (work, share = 1) => {
      let own: NodeJS.Timeout | undefined;
      const passed = new Promise<null>((resolve) => {
        own = setTimeout(() => resolve(null), Math.max(0, left(share)));
        signal.addEventListener('abort', () => resolve(null), { once: true });
      });
      // What loses the race may still fail, and then nobody is there to hear it.
      work.catch(() => {});
      try {
        return await Promise.race([work, passed]);
      } finally {
        clearTimeout(own);
      }
    },
    resize: (other) => {
      length = other;
      clearTimeout(timer);
      if (!signal.aborted) timer = setTimeout(end, Math.max(0, left(1)));
    },
    close: () => {
      clearTimeout(timer);
      controller.abort();
    },
  };
}
