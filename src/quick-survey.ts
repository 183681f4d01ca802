import { openKg, type Kg, type KgOptions } from './kg.ts';
import { saveLastList } from './last-list.ts';
import { listJson, toJson } from './render/json.ts';
import { overlapJson } from './render/overlap/json.ts';
import { askOverlaps } from './survey/overlap-question.ts';
import { survey } from './survey.ts';

type Answer = { readonly stdout: Pick<NodeJS.WriteStream, 'write'> };

/** Answers what `quickAnswer` was asked, as the commands do. */
export async function answer(
  question: 'list' | 'overlap',
  { stdout, ...surroundings }: Answer & Omit<KgOptions, 'needs'>,
): Promise<void> {
  const kg = await openKg({ ...surroundings, needs: 'project' });
  await (question === 'list' ? list(kg, stdout) : overlap(kg, stdout));
}

async function list(kg: Kg, stdout: Answer['stdout']): Promise<void> {
  const picture = await survey(kg, { scope: 'project', sort: kg.config.list.sort, finished: false, overlaps: {} });
  stdout.write(toJson(listJson(picture)));
  await saveLastList(kg, picture);
}

async function overlap(kg: Kg, stdout: Answer['stdout']): Promise<void> {
  const { picture } = await askOverlaps(kg, { selectors: [], staged: false, diff: false });
  stdout.write(toJson(overlapJson(picture)));
}
