import { join } from 'node:path';
import type { Kg } from '../kg.ts';
import { claudeDirectories } from '../sessions/directories.ts';
import type { Survey } from '../survey/surveyed.ts';
import type { Taken } from '../watch.ts';
import { pidsToWatch, placesToWatch, urgentPlaces } from './places.ts';

/** A survey with what is to be watched until the next one. */
export function takenOf({ env, home, config }: Kg, survey: Survey): Taken {
  const found = claudeDirectories({ env, home, configured: config.claude.directories });
  // Where there is none yet, one may come.
  const directories = found.length === 0 ? [join(home, '.claude')] : found;
  return {
    survey,
    places: placesToWatch(survey, directories),
    urgent: urgentPlaces(directories),
    pids: pidsToWatch(survey),
  };
}
