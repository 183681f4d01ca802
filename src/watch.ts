import type { Survey } from './survey/surveyed.ts';
import { openBeat } from './watch/beat.ts';
import { openFastLane } from './watch/fast-lane.ts';
import { never, sleep, wakeUp } from './watch/sleep.ts';
import { openWatches } from './watch/watches.ts';

/** One picture of a watch, and what the watch holds to see the next. */
export type Picture = {
  readonly survey: Survey;
  /** How many files and directories are watched. */
  readonly watches: number;
  /** How many could not be, so that their changes are seen only by the slow round. */
  readonly refused: number;
  /** Whether everything was surveyed; else only the sessions were looked at again. */
  readonly whole: boolean;
};

export type WatchOptions = {
  /** Takes a survey, and names what makes the next one worth while: places that change, processes that end. */
  readonly take: () => Promise<Taken>;
  /** Looks again at the sessions of a survey alone: done at once when an urgent place moves, before the next survey. */
  readonly restate?: (survey: Survey) => Promise<Survey>;
  /** Whether a process is still there. Asked every `pulse`, since a killed one changes no file that is watched. */
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
  /** Those of the places where sessions say how they stand. */
  readonly urgent?: readonly string[];
  readonly pids: readonly number[];
};

/** Times in milliseconds. */
export type Pace = {
  /** The shortest time from one survey's start to the next's, however much happens. */
  readonly shortest: number;
  /** How often the processes are looked at, and whether the urgent places are still the same. */
  readonly pulse: number;
  /** The longest time between surveys: edits of working files move nothing that is watched. */
  readonly slowRound: number;
};

const defaultPace: Pace = { shortest: 1000, pulse: 2000, slowRound: 60_000 };

/** Surveys that cost much come more rarely: at most a fifth of the time while things move, under one per cent while they rest. */
const costFactors = { moving: 5, resting: 150 };

/** Surveys again when something moved, until the signal ends it. */
export async function watch(options: WatchOptions): Promise<void> {
  const { take, restate, isAlive, onPicture, onError, signal, pace = defaultPace } = options;
  let moved = wakeUp();
  let pids: readonly number[] = [];
  let urgent: ReadonlySet<string> = new Set();
  let urgentMoves = 0;
  let latest: Picture | null = null;

  const lane =
    restate &&
    openFastLane({
      look: async () => {
        const before = latest;
        if (before === null) return;
        const survey = await restate(before.survey);
        // A survey that has ended meanwhile began before this look, and has been brought up to date itself.
        if (signal.aborted || latest !== before) return;
        latest = { ...before, survey, whole: false };
        onPicture(latest);
      },
      onError,
      signal,
    });
  const hurry = () => {
    urgentMoves += 1;
    lane?.();
  };
  const watches = openWatches((place) => {
    moved.wake();
    if (urgent.has(place)) hurry();
  });
  options.onOpen?.(() => moved.wake());
  const beat = openBeat(async () => {
    const renewed = await watches.renew(urgent);
    if (signal.aborted || (!renewed && pids.every(isAlive))) return;
    moved.wake();
    hurry();
  });
  const pulse = setInterval(beat, pace.pulse);
  try {
    while (!signal.aborted) {
      const started = performance.now();
      moved = wakeUp();
      try {
        const movesBefore = urgentMoves;
        const taken = await take();
        pids = taken.pids;
        urgent = new Set(taken.urgent);
        // What moved while a place was read but not yet watched would be missed: look once more.
        if (watches.keep(taken.places) > 0) moved.wake();
        const whole = { survey: taken.survey, watches: watches.held(), refused: watches.refused(), whole: true };
        latest = whole;
        // A survey takes a while: what it read first may be older than what has been shown since.
        const isOld = restate !== undefined && urgentMoves !== movesBefore;
        const picture = isOld ? { ...whole, survey: await restate(whole.survey) } : whole;
        if (latest === whole && !signal.aborted) {
          latest = picture;
          onPicture(picture);
        }
      } catch (error) {
        // Whoever has ended it wants to hear no more of it.
        if (!signal.aborted) onError(error);
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
