export type FastLaneOptions = {
  /** The cheap look. */
  readonly look: () => Promise<void>;
  readonly onError: (error: unknown) => void;
  /** Ends it. */
  readonly signal: AbortSignal;
};

/** A file that is written in place moves more than once, in milliseconds; looks that follow each other leave room between them. */
const times = { settle: 30, apart: 250, costFactor: 5 };

/**
 * Answers what asks for a cheap look soon: one at a time, however often it is asked for, and at most a sixth of the time. What is
 * asked for while one is under way brings another.
 */
export function openFastLane({ look, onError, signal }: FastLaneOptions): () => void {
  let asked = false;
  let busy = false;
  let timer: NodeJS.Timeout | undefined;

  const go = async (): Promise<void> => {
    asked = false;
    const started = performance.now();
    await look().catch((error: unknown) => {
      if (!signal.aborted) onError(error);
    });
    next(Math.max(times.apart, (performance.now() - started) * times.costFactor));
  };
  const next = (wait: number): void => {
    if (signal.aborted) return;
    timer = setTimeout(() => {
      busy = asked;
      if (asked) void go();
    }, wait);
  };
  signal.addEventListener('abort', () => clearTimeout(timer));
  return () => {
    asked = true;
    if (busy) return;
    busy = true;
    next(times.settle);
  };
}
