import { stampIn, type JsonRecord } from '../transcript/record.ts';
import { cutText, type GatheredStory } from './gathered.ts';
import { userRecord } from '../transcript/prompt.ts';

/** Takes a prompt that a person typed or sent to print mode. A new prompt closes what was left open before it. */
export function takePrompt(story: GatheredStory, record: JsonRecord, text: string): void {
  const user = userRecord(record);
  if (user.kind === 'interruption') story.open.clear();
  if (user.kind !== 'prompt') return;
  story.open.clear();
  if (user.human === null) return;
  const told = { ...cutText(text.trim()), at: stampIn(record, 'timestamp') };
  story.firstPrompt ??= told;
  story.lastPrompt = told;
}
