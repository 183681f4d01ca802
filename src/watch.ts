import type { Survey } from './survey.ts';
import { openWatches } from './watch-set.ts';

/** One picture of a watch, and what the watch holds to see the next. */
export type Picture = {
  readonly survey: Survey;
  /** How many files and directories are watched. */
  readonly watches: number;
  /** How many could not be, so that their changes are seen only by the slow round. */
  readonly refused: number;
};

export type WatchOptions = {
  /** Takes a survey, and names the places whose change makes the next one worth while. */
  readonly take: () => Promise<{ readonly survey: Survey; readonly places: readonly string[] }>;
  readonly onPicture: (picture: Picture) => void;
  /** A survey that failed as a whole. The watch goes on. */
  readonly onError: (error: unknown) => void;
  /** Ends the watch. */
  readonly signal: AbortSignal;
  readonly pace?: Pace;
};

/** Times in milliseconds. */
export type Pace = {
  /** The shortest time from one survey's start to the next's, however much happens. */
  readonly shortest: number;
  /** The longest time between surveys: edits of working files move nothing that is watched. */
  readonly slowRound: number;
};

const defaultPace: Pace = { shortest: 2000, slowRound: 60_000 };

/** A round that cost much is repeated more rarely, so that an idle watch stays under one per cent of a core. */
const costFactor = 150;

/** Surveys again when something moved, until the signal ends it. */
export async function watch({ take, onPicture, onError, signal, pace = defaultPace }: WatchOptions): Promise<void> {
  let moved = wakeUp();
  const watches = openWatches(() => moved.wake());
  try {
    while (!signal.aborted) {
      const started = performance.now();
      moved = wakeUp();
      try {
        const { survey, places } = await take();
        // What moved while a place was read but not yet watched would be missed: look once more.
        if (watches.keep(places) > 0) moved.wake();
        if (!signal.aborted) onPicture({ survey, watches: watches.held(), refused: watches.refused() });
      } catch (error) {
        onError(error);
      }
      const cost = performance.now() - started;
      await sleep({ until: moved.woken, atMost: Math.max(pace.slowRound, cost * costFactor), signal });
      await sleep({ until: never, atMost: pace.shortest - (performance.now() - started), signal });
    }
  } finally {
    watches.keep([]);
  }
}

const never = new Promise<void>(() => {});

function wakeUp(): { readonly wake: () => void; readonly woken: Promise<void> } {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { wake: resolve, woken: promise };
}

/** Waits for a promise, a time or the signal, whichever comes first, and leaves no timer behind. */
async function sleep({
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
  signal.addEventListener('abort', () => resolve(), { once: true });
  await Promise.race([until, promise]);
  clearTimeout(timer);
}
