import { recordIn, recordsIn, stampIn, stringIn, type JsonRecord } from '../transcript/record.ts';
import type { StoryCommand } from './story.ts';
import type { GatheredStory } from './gathered.ts';

/** Takes the results of commands, and the numbers of tasks that were made. What a tool printed is looked at and not kept. */
export function takeResults(story: GatheredStory, record: JsonRecord): void {
  for (const entry of recordsIn(recordIn(record, 'message') ?? {}, 'content')) {
    const id = stringIn(entry, 'tool_use_id');
    if (id === null) continue;
    const command = story.commands.get(id);
    if (command !== undefined) story.commands.set(id, ended(command, entry, record));
    const subject = story.making.get(id);
    if (subject === undefined) continue;
    story.making.delete(id);
    makeTask(story, subject, entry, record);
  }
}

/**
 * How a command ended, as 2.1.197 to 2.1.330 put it: a failed one begins with `Exit code N`; one whose exit only means "nothing
 * found" or the like carries an interpretation instead, and the code is not recorded.
 */
function ended(command: StoryCommand, entry: JsonRecord, record: JsonRecord): StoryCommand {
  const to = stampIn(record, 'timestamp');
  const told = recordIn(record, 'toolUseResult');
  const text = textOf(entry);
  if (told?.['backgroundTaskId'] !== undefined || text.startsWith('Command running in background with ID:'))
    return { ...command, background: true };
  if (told?.['interrupted'] === true || /<error>Command was aborted before completion<\/error>\s*$/u.test(text))
    return { ...command, to, end: 'interrupted' };
  if (entry['is_error'] !== true) {
    const exit = stringIn(told ?? {}, 'returnCodeInterpretation') === null ? 0 : null;
    return { ...command, to, exit, end: 'ended' };
  }
  const exit = /^(?:Error: )?Exit code (-?\d{1,9})(?:\n|$)/u.exec(text)?.[1];
  if (exit !== undefined) return { ...command, to, exit: Number(exit), end: 'ended' };
  if (text.includes('[Request interrupted by user')) return { ...command, to, end: 'interrupted' };
  if (stringIn(record, 'toolDenialKind') !== null || /^(?:<tool_use_error>|The user doesn't want to)/u.test(text))
    return { ...command, to, end: 'refused' };
  return { ...command, to, end: 'ended' };
}

/** The head is enough: how a command ended stands there, save for the word that it was aborted. */
function textOf(entry: JsonRecord): string {
  return (
    stringIn(entry, 'content') ??
    recordsIn(entry, 'content')
      .flatMap((part) => stringIn(part, 'text') ?? [])
      .join('\n')
  );
}

function makeTask({ tasks }: GatheredStory, subject: string, entry: JsonRecord, record: JsonRecord): void {
  const told = recordIn(recordIn(record, 'toolUseResult') ?? {}, 'task');
  const id = stringIn(told ?? {}, 'id') ?? /^Task #(\w{1,40}) created/u.exec(textOf(entry))?.[1];
  if (id !== undefined && entry['is_error'] !== true) tasks.set(id, { id, subject, status: 'pending' });
}
