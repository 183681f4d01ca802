import { oneLine } from '../one-line.ts';
import { recordIn, recordsIn, stringIn, type JsonRecord } from './record.ts';

/** What a `user` record is: a prompt (of a person or of the machine) opens a turn, the rest does not. */
export type UserRecord =
  | { readonly kind: 'prompt'; readonly human: string | null }
  | { readonly kind: 'result'; readonly ids: readonly string[] }
  | { readonly kind: 'interruption' }
  | { readonly kind: 'other' };

/** Reads a `user` record by its own marks; only what no mark calls machine-made and reads like a prompt counts as human. */
export function userRecord(record: JsonRecord): UserRecord {
  const message = recordIn(record, 'message');
  if (message === null) return { kind: 'other' };
  const blocks = recordsIn(message, 'content');
  const results = blocks.filter((entry) => entry['type'] === 'tool_result');
  if (results.length > 0)
    return { kind: 'result', ids: results.flatMap((entry) => stringIn(entry, 'tool_use_id') ?? []) };
  const text = stringIn(message, 'content') ?? blocks.flatMap((entry) => stringIn(entry, 'text') ?? []).join('\n');
  if (text.startsWith('[Request interrupted by user')) return { kind: 'interruption' };
  if (isMachineMade(record) || isLocalText(text)) return { kind: 'other' };
  const origin = recordIn(record, 'origin');
  const human = origin === null || origin['kind'] === 'human';
  if (text === '' && blocks.length === 0) return { kind: 'other' };
  return { kind: 'prompt', human: human ? taskLine(text) : null };
}

function isMachineMade(record: JsonRecord): boolean {
  return (
    record['isMeta'] === true ||
    record['isCompactSummary'] === true ||
    record['repeatsCompactSummary'] === true ||
    record['isVisibleInTranscriptOnly'] === true
  );
}

/** Slash commands, `!` commands and their output: the model is not asked, so no turn begins. */
function isLocalText(text: string): boolean {
  return /^\s*<(?:command-|local-command-|bash-)/u.test(text);
}

/** A prompt as the line that says what is worked on; `null` for slash commands and text that a machine made. */
export function taskLine(text: string): string | null {
  const line = oneLine(text);
  if (line === null || /^\/[\w:-]+(?:\s|$)/u.test(line) || line.startsWith('!')) return null;
  return /^(?:<[a-z][\w-]*>|\[Request interrupted|Caveat: )/u.test(line) ? null : line;
}
