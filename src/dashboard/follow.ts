import type { Kg } from '../kg.ts';
import { claudeDirectories } from '../sessions/directories.ts';
import type { Survey } from '../survey/surveyed.ts';
import { pidsToWatch, placesToWatch } from '../watch/places.ts';
import { watch, type Pace } from '../watch.ts';
import type { Scope } from './model.ts';
import type { Event } from './update.ts';

/** What is followed, and how. */
export type Follow = {
  readonly scope: Scope;
  /** Opens kg anew for every survey, so that worktrees and config that came since are seen; in a directory where one is given. */
  readonly open: (scope: Scope, directory?: string) => Promise<Kg>;
  readonly take: (kg: Kg, scope: Scope) => Promise<Survey>;
  readonly isAlive: (pid: number) => boolean;
  readonly errorLines: (error: unknown) => readonly string[];
  readonly pace?: Pace;
};

/** Surveys whenever something moves, until the signal ends it. */
export async function follow(
  { open, take, scope, isAlive, errorLines, pace }: Follow,
  signal: AbortSignal,
  happen: (event: Event) => void,
): Promise<void> {
  await watch({
    take: async () => {
      const kg = await open(scope);
      const survey = await take(kg, scope);
      const { env, home, config } = kg;
      const directories = claudeDirectories({ env, home, configured: config.claude.directories });
      return { survey, places: placesToWatch(survey, directories), pids: pidsToWatch(survey) };
    },
    isAlive,
    signal,
    ...(pace === undefined ? {} : { pace }),
    onPicture: ({ survey }) => happen({ is: 'survey', survey }),
    onError: (error) => {
      if (!signal.aborted) happen({ is: 'trouble', lines: errorLines(error) });
    },
  });
}
