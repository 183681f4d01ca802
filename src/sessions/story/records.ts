import { numberIn, recordIn, recordsIn, stampIn, stringIn, type JsonRecord } from '../transcript/record.ts';
import { cutText, type GatheredStory } from './gathered.ts';
import { takePrompt } from './prompt.ts';

/** Takes a user record that holds no result of a tool: a prompt, or word of a command in the background that has ended. */
export function takeUser(story: GatheredStory, record: JsonRecord, main: boolean): void {
  const message = recordIn(record, 'message') ?? {};
  const text =
    stringIn(message, 'content') ??
    recordsIn(message, 'content')
      .flatMap((entry) => stringIn(entry, 'text') ?? [])
      .join('\n');
  if (text.includes('<task-notification>')) endBackground(story, record, text);
  else if (main) takePrompt(story, record, text);
}

/** `Background command "…" completed (exit code 0)`, as 2.1.330 words it; the status alone where there is no such word. */
function endBackground(story: GatheredStory, record: JsonRecord, text: string): void {
  const id = /<tool-use-id>([\w-]{1,200})<\/tool-use-id>/u.exec(text)?.[1];
  const command = id === undefined ? undefined : story.commands.get(id);
  if (id === undefined || command === undefined) return;
  const status = /<status>(\w{1,40})<\/status>/u.exec(text)?.[1];
  const exit = /\(exit code (-?\d{1,9})(?:: [^)]*)?\)/u.exec(text)?.[1];
  const end = status === 'killed' || status === 'stopped' ? 'interrupted' : 'ended';
  if (status === 'running') return;
  story.commands.set(id, {
    ...command,
    to: stampIn(record, 'timestamp') ?? command.to,
    exit: exit === undefined ? null : Number(exit),
    end,
  });
}

/** An error that the client answers with instead of the model. It stands as long as nothing is answered after it. */
export function takeFailure(story: GatheredStory, record: JsonRecord | null): void {
  if (record === null) return;
  const text = recordsIn(recordIn(record, 'message') ?? {}, 'content')
    .flatMap((entry) => stringIn(entry, 'text') ?? [])
    .join(' ');
  story.failure = {
    kind: stringIn(record, 'error'),
    status: numberIn(record, 'apiErrorStatus'),
    text: cutText(text).text,
    at: stampIn(record, 'timestamp'),
  };
}
