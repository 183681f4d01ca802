import { glance } from '../glance.ts';
import { glanceLine } from '../glance-line.ts';
import type { Kg } from '../kg.ts';
import { glanceFile, glanceLineFile } from '../places.ts';
import { saveText, saveWhole } from '../save-whole.ts';
import { survey } from '../survey.ts';
import type { Survey } from '../survey/surveyed.ts';
import { restate } from '../watch/restate.ts';
import { takenOf } from '../watch/taken.ts';
import type { Taken } from '../watch.ts';
import { readClaudePlaces, renewedPlaces, type ClaudePlaces } from './claude-places.ts';

export type Picture = {
  readonly taken: Taken;
  /** Where Claude Code's directories stood just before. */
  readonly claude: ClaudePlaces;
  /** Whether another look is needed at once, for the watches to be complete. */
  readonly again: boolean;
};

/** Surveys every project for the tray, and names what is to be watched for the next time. */
export async function takePicture(kg: Kg, before: ClaudePlaces): Promise<Picture> {
  const claude = await readClaudePlaces(kg, before);
  const picture = await survey(kg, { scope: 'all', sort: 'need', finished: false, overlaps: {} });
  await saveGlance(kg, picture);
  const taken = takenOf(kg, picture);
  // A folder that is another one under the same name is let go for one round, and watched anew from the next.
  const renewed = renewedPlaces(before, claude);
  const places = taken.places.filter((place) => !renewed.has(place));
  return { taken: { ...taken, places }, claude, again: renewed.size > 0 };
}

/** Looks again at the sessions of a picture alone. */
export async function restatePicture(kg: Kg, picture: Survey): Promise<Survey> {
  const restated = await restate(kg, picture, { scope: 'all' });
  await saveGlance(kg, restated);
  return restated;
}

/** Keeps `kg glance` fresh. The order of rows, which row numbers refer to, is that of the list that the person saw last. */
async function saveGlance({ cache }: Kg, picture: Survey): Promise<void> {
  const brief = glance(picture);
  await Promise.allSettled([
    saveWhole(glanceFile(cache), brief),
    saveText(glanceLineFile(cache), `${glanceLine(brief)}\n`),
  ]);
}
