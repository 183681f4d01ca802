/** What does not come. */
export const never = new Promise<void>(() => {});

/** What somebody waits for, and what brings it about. */
export function wakeUp(): { readonly wake: () => void; readonly woken: Promise<void> } {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { wake: resolve, woken: promise };
}

/** Waits for a promise, a time or the signal, whichever comes first, and leaves no timer behind. */
export async function sleep({
  until,
  atMost,
  signal,
}: {
  readonly until: Promise<void>;
  readonly atMost: number;
  readonly signal: AbortSignal;
}): Promise<void> {
  if (signal.aborted || atMost <= 0) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, atMost);
  const end = () => resolve();
  signal.addEventListener('abort', end);
  await Promise.race([until, promise]);
  signal.removeEventListener('abort', end);
  clearTimeout(timer);
}
