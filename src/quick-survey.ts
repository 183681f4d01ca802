import { setTimeout } from 'node:timers/promises';
import type { QuickQuestion } from './fast.ts';
import { openKg, type KgOptions } from './kg.ts';
import { saveLastList } from './last-list.ts';
import type { QuickText, TextOptions } from './quick-text.ts';
import { listJson, toJson } from './render/json.ts';
import { overlapJson } from './render/overlap/json.ts';
import { askOverlaps } from './survey/overlap-question.ts';
import { survey } from './survey.ts';

/** Answers what `quickAnswer` was asked, as the commands do. */
export async function answer(
  { command, json }: QuickQuestion,
  surroundings: TextOptions & Omit<KgOptions, 'needs'>,
): Promise<void> {
  const { stdout } = surroundings;
  const kg = await openKg({ ...surroundings, needs: 'project' });
  const text = json ? null : loadText(surroundings);
  if (command === 'list') {
    const options = { scope: 'project', sort: kg.config.list.sort, finished: false, overlaps: {} } as const;
    const picture = await waited(survey(kg, options), text);
    if (text === null) stdout.write(toJson(listJson(picture)));
    else (await text).list(picture, kg.now());
    await saveLastList(kg, picture);
  } else {
    const { picture } = await waited(askOverlaps(kg, { selectors: [], staged: false, diff: false }), text);
    if (text === null) stdout.write(toJson(overlapJson(picture)));
    else (await text).overlap(picture, kg.now());
  }
}

/** What draws is loaded while git is at work, and not before git has begun. */
async function loadText(options: TextOptions): Promise<QuickText> {
  await setTimeout(BEGUN);
  const { openText } = await import('./quick-text.ts');
  return openText(options);
}

/** Milliseconds. */
const BEGUN = 25;

async function waited<T>(work: Promise<T>, text: Promise<QuickText> | null): Promise<T> {
  if (text === null) return work;
  // It is awaited in a moment; until then it may fail while nobody listens.
  work.catch(() => {});
  return (await text).waiting(work);
}
