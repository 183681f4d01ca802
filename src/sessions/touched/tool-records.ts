import { parseRecord, recordIn, recordsIn, stampIn, stringIn, type JsonRecord } from '../transcript/record.ts';

/** What is done with each kind of record that may tell of files. */
export type RecordTaker = {
  /** Whether a line is worth parsing, by its bytes. */
  readonly isTelling: (bytes: Buffer) => boolean;
  readonly any: (record: JsonRecord) => void;
  readonly attachment: (record: JsonRecord) => void;
  readonly calls: (record: JsonRecord, message: JsonRecord) => void;
  readonly results: (record: JsonRecord, message: JsonRecord) => void;
};

const prompts = Buffer.from('{"type":"api-request');

/** Takes lines of a transcript one by one: parses those that are worth it, and hands them to whom they concern. */
export function lineTaker({ isTelling, any, attachment, calls, results }: RecordTaker): (bytes: Buffer) => void {
  return (bytes) => {
    if (bytes.subarray(0, prompts.length).equals(prompts) || !isTelling(bytes)) return;
    const record = parseRecord(bytes.toString('utf8').replace(/^\0+/u, ''));
    if (record === null) return;
    any(record);
    if (record['type'] === 'attachment') attachment(record);
    const message = recordIn(record, 'message');
    if (message === null) return;
    if (record['type'] === 'assistant') calls(record, message);
    else if (record['type'] === 'user') results(record, message);
  };
}

export type ToolCall = { readonly id: string; readonly name: string | null; readonly input: JsonRecord };

/** The tool calls of an answer of the model. */
export function toolCalls(message: JsonRecord): readonly ToolCall[] {
  return recordsIn(message, 'content').flatMap((entry) => {
    const [id, name] = [stringIn(entry, 'id'), stringIn(entry, 'name')];
    const input = recordIn(entry, 'input');
    return entry['type'] !== 'tool_use' || id === null || input === null ? [] : [{ id, name, input }];
  });
}

/** By what a record is known again, in a fork too, and when it was written. */
export function stampOf(record: JsonRecord): { readonly id: string | null; readonly at: string | null } {
  return { id: stringIn(record, 'uuid')?.slice(0, 8) ?? null, at: stampIn(record, 'timestamp') };
}
