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

/** Surveys every project for the tray, and names what is to be watched for the next time. */
export async function takePicture(kg: Kg): Promise<Taken> {
  const picture = await survey(kg, { scope: 'all', sort: 'need', finished: false, overlaps: {} });
  await saveGlance(kg, picture);
  return takenOf(kg, picture);
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
