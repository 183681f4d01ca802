export type PulseOptions = {
  /** Milliseconds between two beats. */
  readonly every: number;
  readonly now: () => Date;
  /** Whether something has moved that nothing else tells of. */
  readonly look: () => Promise<boolean>;
  readonly wake: () => void;
  /** Ends it. */
  readonly signal: AbortSignal;
};

/** Milliseconds that a beat may come too late on a busy machine before the clock counts as having jumped. */
const patience = 5000;

/**
 * Wakes the tray for what no file tells: the machine slept or its clock was set, and what is shown is of another time; or `look`
 * found something.
 */
export function openPulse({ every, now, look, wake, signal }: PulseOptions): void {
  let last = now().getTime();
  let looking = false;
  const beat = async (): Promise<void> => {
    const at = now().getTime();
    const jumped = Math.abs(at - last - every) > patience;
    last = at;
    if (jumped) wake();
    if (looking) return;
    looking = true;
    // What cannot be looked at is not moved: the next survey says why.
    const moved = await look().catch(() => false);
    looking = false;
    if (moved && !signal.aborted) wake();
  };
  const timer = setInterval(() => void beat(), every);
  signal.addEventListener('abort', () => clearInterval(timer));
}
