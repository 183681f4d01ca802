import type { Kg } from './kg.ts';
import type { QuickQuestion } from './doors.ts';
import { saveLastList } from './last-list.ts';
import type { QuickText, TextOptions } from './quick-text.ts';
import { listJson, toJson } from './render/json.ts';
import { overlapJson } from './render/overlap/json.ts';
import { askOverlaps } from './survey/overlap-question.ts';
import type { Snapshots } from './survey/snapshots.ts';
import { survey } from './survey.ts';

/** Answers what `quickAnswer` was asked, as the commands do, from snapshots that are being taken. */
export async function answer(
  { command, json }: QuickQuestion,
  { kg, begun, ...options }: TextOptions & { readonly kg: Kg; readonly begun: Snapshots | null },
): Promise<void> {
  const { stdout } = options;
  const text = json ? null : loadText(options);
  if (command === 'list') {
    const { sort } = kg.config.list;
    const taking = survey(kg, { scope: 'project', sort, finished: false, overlaps: {}, begun });
    const picture = await waited(taking, text);
    if (text === null) stdout.write(toJson(listJson(picture)));
    else (await text).list(picture, kg.now());
    await saveLastList(kg, picture);
  } else {
    const { picture } = await waited(askOverlaps(kg, { selectors: [], staged: false, diff: false, begun }), text);
    if (text === null) stdout.write(toJson(overlapJson(picture)));
    else (await text).overlap(picture, kg.now());
  }
}

async function loadText(options: TextOptions): Promise<QuickText> {
  const { openText } = await import('./quick-text.ts');
  return openText(options);
}

async function waited<T>(work: Promise<T>, text: Promise<QuickText> | null): Promise<T> {
  if (text === null) return work;
  // It is awaited in a moment; until then it may fail while nobody listens.
  work.catch(() => {});
  return (await text).waiting(work);
}
