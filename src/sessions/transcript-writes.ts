import { open, type FileHandle } from 'node:fs/promises';
import type { Problem } from '../errors.ts';
import { errorCode, isMissing } from './directories.ts';
import {
  isAbsolutePath,
  parseRecord,
  recordIn,
  recordsIn,
  stampIn,
  stringIn,
  stringsIn,
  type JsonRecord,
} from './record.ts';
import { problem, type FileState } from './transcript-files.ts';

/** What was read of one transcript so far. It is plain data, so that the next reading goes on where this one ended. */
export type WriteScan = {
  /** Bytes read, up to the end of a line. */
  readonly offset: number;
  /** By absolute path. */
  readonly files: Readonly<Record<string, WrittenFile>>;
  /** Edit calls that have no result yet: id of the call → absolute path. */
  readonly pending: Readonly<Record<string, string>>;
};

export type WrittenFile = {
  readonly at: string | null;
  /** Whether an edit of its own says so, or only the difference that was seen around a shell command. */
  readonly grade: 'certain' | 'likely';
  /** Heads of the ids of the records that say so, newest last: a fork repeats the records of its origin. */
  readonly records: readonly string[];
};

export const nothingScanned: WriteScan = { offset: 0, files: {}, pending: {} };

const chunk = 256 * 1024;
/** A longer line is passed over; only a file of such a size written in one piece makes one. */
const longest = 16 * 1024 * 1024;
const mostFiles = 5000;
const mostPending = 100;
const mostRecords = 64;

/** Reads on from an earlier scan; from the start when the file is shorter than what was read of it. */
export async function scanWrites(file: FileState, before: WriteScan, problems: Problem[]): Promise<WriteScan> {
  const from = before.offset <= file.size ? before : nothingScanned;
  if (from.offset === file.size) return from;
  try {
    const handle = await open(file.path, 'r');
    try {
      return await scan(handle, file.size, from);
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (!isMissing(error)) problems.push(problem(file.path, errorCode(error)));
    return from;
  }
}

type Gathered = { readonly files: Map<string, WrittenFile>; readonly pending: Map<string, string> };

async function scan(handle: FileHandle, size: number, from: WriteScan): Promise<WriteScan> {
  const gathered = { files: new Map(Object.entries(from.files)), pending: new Map(Object.entries(from.pending)) };
  const buffer = Buffer.allocUnsafe(chunk);
  let offset = from.offset;
  let position = from.offset;
  let rest: Buffer[] = [];
  let held = 0;
  while (position < size) {
    const { bytesRead } = await handle.read(buffer, 0, Math.min(chunk, size - position), position);
    if (bytesRead === 0) break;
    position += bytesRead;
    const bytes = buffer.subarray(0, bytesRead);
    let start = 0;
    for (let end = bytes.indexOf(10); end !== -1; end = bytes.indexOf(10, start)) {
      const head = bytes.subarray(start, end);
      if (held <= longest) gather(gathered, held === 0 ? head : Buffer.concat([...rest, head]));
      start = end + 1;
      rest = [];
      held = 0;
      offset = position - bytesRead + start;
    }
    held += bytesRead - start;
    if (held > longest) rest = [];
    else if (start < bytesRead) rest.push(Buffer.from(bytes.subarray(start)));
  }
  return { offset, files: Object.fromEntries(gathered.files), pending: Object.fromEntries(gathered.pending) };
}

/** Bytes that a line must hold to be worth parsing; the client writes JSON without white space. */
const calls = ['"name":"Edit"', '"name":"Write"', '"name":"NotebookEdit"', '"name":"MultiEdit"'].map((text) =>
  Buffer.from(text),
);
const result = Buffer.from('"tool_result"');
const difference = Buffer.from('"bashEditDiff"');
const prompts = Buffer.from('{"type":"api-request');

function gather(gathered: Gathered, bytes: Buffer): void {
  if (bytes.subarray(0, prompts.length).equals(prompts)) return;
  const isResult = bytes.includes(result);
  const isCall = !isResult && calls.some((name) => bytes.includes(name));
  if (!isCall && !(isResult && (gathered.pending.size > 0 || bytes.includes(difference)))) return;
  const record = parseRecord(bytes.toString('utf8').replace(/^\0+/u, ''));
  const message = record === null ? null : recordIn(record, 'message');
  if (record === null || message === null) return;
  if (record['type'] === 'assistant') gatherCalls(gathered, message);
  else if (record['type'] === 'user') gatherResults(gathered, record, message);
}

function gatherCalls({ pending }: Gathered, message: JsonRecord): void {
  for (const entry of recordsIn(message, 'content')) {
    const id = stringIn(entry, 'id');
    const input = recordIn(entry, 'input');
    if (entry['type'] !== 'tool_use' || id === null || input === null || !isEdit(stringIn(entry, 'name'))) continue;
    const path = stringIn(input, 'file_path') ?? stringIn(input, 'notebook_path');
    if (path === null || !isAbsolutePath(path)) continue;
    const [oldest] = pending.keys();
    if (pending.size >= mostPending && oldest !== undefined) pending.delete(oldest);
    pending.set(id, path);
  }
}

function isEdit(name: string | null): boolean {
  return name === 'Edit' || name === 'Write' || name === 'NotebookEdit' || name === 'MultiEdit';
}

function gatherResults(gathered: Gathered, record: JsonRecord, message: JsonRecord): void {
  for (const entry of recordsIn(message, 'content')) {
    const id = stringIn(entry, 'tool_use_id');
    const path = id === null ? undefined : gathered.pending.get(id);
    if (id === null || path === undefined) continue;
    gathered.pending.delete(id);
    // A refused or failed edit has changed nothing.
    if (entry['is_error'] !== true) note(gathered, path, record, 'certain');
  }
  const changed = recordIn(recordIn(record, 'toolUseResult') ?? {}, 'bashEditDiff');
  if (changed === null) return;
  const paths = [
    ...stringsIn(changed, 'changedFiles'),
    ...recordsIn(changed, 'files').flatMap((file) => stringIn(file, 'filePath') ?? []),
  ];
  for (const path of new Set(paths)) if (isAbsolutePath(path)) note(gathered, path, record, 'likely');
}

function note({ files }: Gathered, path: string, record: JsonRecord, grade: WrittenFile['grade']): void {
  const before = files.get(path);
  if (before === undefined && files.size >= mostFiles) return;
  const stamp = stampIn(record, 'timestamp');
  const id = stringIn(record, 'uuid')?.slice(0, 8);
  files.set(path, {
    at: [before?.at ?? null, stamp].reduce((a, b) => (a === null || (b !== null && b > a) ? b : a)),
    grade: before?.grade === 'certain' ? 'certain' : grade,
    records: [...(before?.records ?? []), ...(id === undefined ? [] : [id])].slice(-mostRecords),
  });
}
