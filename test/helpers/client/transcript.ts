/** A session's transcript, `projects/<folder>/<session>.jsonl` in the config directory, read strictly. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isObject, objectField, parseObject, textField, type Fields } from './fields.ts';

export type Transcript = { readonly path: string; readonly folder: string; readonly records: readonly Fields[] };

/** The transcript of a session; `null` while there is none. Throws when there are two. */
export function readTranscript(config: string, sessionId: string): Transcript | null {
  const projects = join(config, 'projects');
  const folders = existsSync(projects) ? readdirSync(projects) : [];
  const found = folders.filter((folder) => existsSync(join(projects, folder, `${sessionId}.jsonl`)));
  const [folder] = found;
  if (folder === undefined) return null;
  if (found.length > 1) throw new Error(`session ${sessionId} has several transcripts: ${found.join(', ')}`);
  const path = join(projects, folder, `${sessionId}.jsonl`);
  const lines = readFileSync(path, 'utf8').split('\n');
  // What follows the last line end is still being written.
  const whole = lines.slice(0, -1);
  return { path, folder, records: whole.map((line, at) => parseObject(line, `transcript line ${at + 1}`)) };
}

export function recordsOfType(transcript: Transcript, type: string): readonly Fields[] {
  return transcript.records.filter(({ values }) => values['type'] === type);
}

/** Tool calls of the assistant, in order: name and input. */
export function toolCalls(transcript: Transcript): readonly { readonly name: string; readonly input: Fields }[] {
  return recordsOfType(transcript, 'assistant').flatMap((record) =>
    blocks(record)
      .filter(({ values }) => values['type'] === 'tool_use')
      .map((block) => ({ name: textField(block, 'name'), input: objectField(block, 'input') })),
  );
}

/** The content blocks of a record's message. */
export function blocks(record: Fields): readonly Fields[] {
  const message = objectField(record, 'message');
  const content: unknown = message.values['content'];
  if (typeof content === 'string') return [];
  if (!Array.isArray(content)) throw new Error(`the client's format has changed: ${message.source} has no content`);
  return content.filter(isObject).map((values) => ({ source: `${message.source} › content`, values }));
}

/** Which records there are, how many of each type. */
export function countTypes(transcript: Transcript): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const record of transcript.records) {
    const type = textField(record, 'type');
    counts[type] = (counts[type] ?? 0) + 1;
  }
  return counts;
}
