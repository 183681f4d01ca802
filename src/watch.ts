import type { Survey } from './survey.ts';
import { openWatches } from './watch/watches.ts';

/** One picture of a watch, and what the watch holds to see the next. */
export type Picture = {
  readonly survey: Survey;
  /** How many files and directories are watched. */
  readonly watches: number;
  /** How many could not be, so that their changes are seen only by the slow round. */
  readonly refused: number;
};

export type WatchOptions = {
  /** Takes a survey, and names what makes the next one worth while: places that change, processes that end. */
  readonly take: () => Promise<Taken>;
  /** Whether a process is still there. Asked every `pulse`, since a killed one changes no file. */
  readonly isAlive: (pid: number) => boolean;
  readonly onPicture: (picture: Picture) => void;
  /** A survey that failed as a whole. The watch goes on. */
  readonly onError: (error: unknown) => void;
  /** Ends the watch. */
  readonly signal: AbortSignal;
  /** Given once, before the first survey: what brings the next one about now. */
  readonly onOpen?: (wake: () => void) => void;
  readonly pace?: Pace;
};

export type Taken = {
  readonly survey: Survey;
  readonly places: readonly string[];
  readonly pids: readonly number[];
};

/** Times in milliseconds. */
export type Pace = {
  /** The shortest time from one survey's start to the next's, however much happens. */
  readonly shortest: number;
  /** How often the processes are looked at. */
  readonly pulse: number;
  /** The longest time between surveys: edits of working files move nothing that is watched. */
  readonly slowRound: number;
};

const defaultPace: Pace = { shortest: 1000, pulse: 2000, slowRound: 60_000 };

/** Surveys that cost much come more rarely: at most a fifth of the time while things move, under one per cent while they rest. */
const costFactors = { moving: 5, resting: 150 };

/** Surveys again when something moved, until the signal ends it. */
export async function watch(options: WatchOptions): Promise<void> {
  const { take, isAlive, onPicture, onError, signal, pace = defaultPace } = options;
  let moved = wakeUp();
  let pids: readonly number[] = [];
  const watches = openWatches(() => moved.wake());
  options.onOpen?.(() => moved.wake());
  const pulse = setInterval(() => {
    if (!pids.every(isAlive)) moved.wake();
  }, pace.pulse);
  try {
    while (!signal.aborted) {
      const started = performance.now();
      moved = wakeUp();
      try {
        const { survey, places, ...running } = await take();
        pids = running.pids;
        // What moved while a place was read but not yet watched would be missed: look once more.
        if (watches.keep(places) > 0) moved.wake();
        if (!signal.aborted) onPicture({ survey, watches: watches.held(), refused: watches.refused() });
      } catch (error) {
        onError(error);
      }
      const cost = performance.now() - started;
      await sleep({ until: moved.woken, atMost: Math.max(pace.slowRound, cost * costFactors.resting), signal });
      const rest = Math.max(pace.shortest, cost * costFactors.moving) - (performance.now() - started);
      await sleep({ until: never, atMost: rest, signal });
    }
  } finally {
    clearInterval(pulse);
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
  const end = () => resolve();
  signal.addEventListener('abort', end);
  await Promise.race([until, promise]);
  signal.removeEventListener('abort', end);
  clearTimeout(timer);
}
