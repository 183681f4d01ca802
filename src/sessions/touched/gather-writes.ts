import {
  isAbsolutePath,
  pathIn,
  recordIn,
  recordsIn,
  stampIn,
  stringIn,
  stringsIn,
  type JsonRecord,
} from '../transcript/record.ts';
import { keep, note, raise, type Gathered } from '../gathered.ts';
import { lineTaker, stampOf, toolCalls } from './tool-records.ts';

/** Bytes that a line must hold to be worth parsing; the client writes JSON without white space. */
const calls = ['Edit', 'Write', 'NotebookEdit', 'Bash'].map((name) => Buffer.from(`"name":"${name}"`));
const result = Buffer.from('"tool_result"');
const difference = Buffer.from('"bashEditDiff"');
const stale = Buffer.from('"staleRecovered"');
const changed = Buffer.from('"edited_text_file"');
const stamp = Buffer.from('"timestamp"');

/** Takes what lines tell of files that were written, by the session or under its hands. */
export function writeTaker(found: Gathered): (line: Buffer) => void {
  return lineTaker({
    isTelling: (line) => isTelling(found, line),
    any: (record) => {
      found.began ??= stampIn(record, 'timestamp');
    },
    attachment: (record) => gatherNotice(found, record),
    calls: (record, message) => gatherCalls(found, record, message),
    results: (record, message) => gatherResults(found, record, message),
  });
}

function isTelling({ began, pending }: Gathered, bytes: Buffer): boolean {
  if (began === null && bytes.includes(stamp)) return true;
  if (bytes.includes(result)) return pending.size > 0 || bytes.includes(difference) || bytes.includes(stale);
  return calls.some((name) => bytes.includes(name)) || bytes.includes(changed);
}

/** The client saw that a file which the session knows is no longer as it knows it. */
function gatherNotice(found: Gathered, record: JsonRecord): void {
  const attachment = recordIn(record, 'attachment');
  if (attachment === null || attachment['type'] !== 'edited_text_file') return;
  const path = pathIn(attachment, 'filename');
  if (path !== null) raise(found, { ...stampOf(record), path, kind: 'changed-on-disk' });
}

function gatherCalls({ pending, commands }: Gathered, record: JsonRecord, message: JsonRecord): void {
  for (const { id, name, input } of toolCalls(message)) {
    const at = stampIn(record, 'timestamp');
    if (name === 'Bash' && at !== null) keep(commands, id, at);
    const path = name === 'NotebookEdit' ? pathIn(input, 'notebook_path') : pathIn(input, 'file_path');
    if (isEdit(name) && path !== null) keep(pending, id, path);
  }
}

function isEdit(name: string | null): boolean {
  return name === 'Edit' || name === 'Write' || name === 'NotebookEdit';
}

function gatherResults(found: Gathered, record: JsonRecord, message: JsonRecord): void {
  const told = recordIn(record, 'toolUseResult');
  let from: string | null = null;
  for (const entry of recordsIn(message, 'content')) {
    const id = stringIn(entry, 'tool_use_id');
    if (id === null) continue;
    from = found.commands.get(id) ?? from;
    found.commands.delete(id);
    const path = found.pending.get(id) ?? (told?.['staleRecovered'] === true ? pathIn(told, 'filePath') : null);
    found.pending.delete(id);
    if (path === null || isFailure(entry, record)) continue;
    note(found, path, { ...stampOf(record), grade: 'certain' });
    if (told?.['staleRecovered'] === true) raise(found, { ...stampOf(record), path, kind: 'stale-recovered' });
  }
  const seen = recordIn(told ?? {}, 'bashEditDiff');
  if (seen === null) return;
  const paths = [
    ...stringsIn(seen, 'changedFiles'),
    ...recordsIn(seen, 'files').flatMap((file) => stringIn(file, 'filePath') ?? []),
  ];
  const writing = { ...stampOf(record), grade: 'likely', ...(from === null ? {} : { from }) } as const;
  for (const path of new Set(paths)) if (isAbsolutePath(path)) note(found, path, writing);
}

/** A refused or failed edit has changed nothing. The result of a failed call is a text, that of a notebook names its error. */
function isFailure(entry: JsonRecord, record: JsonRecord): boolean {
  const told = record['toolUseResult'];
  if (entry['is_error'] === true || (typeof told === 'string' && told.startsWith('Error'))) return true;
  return stringIn(recordIn(record, 'toolUseResult') ?? {}, 'error') !== null;
}
