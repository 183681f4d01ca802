import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import { gradeOf, lookingOf } from '../looking.ts';
import type { Looking, ReadScan, ScannedReading } from './read-scan.ts';
import { lineTaker, stampOf, toolCalls } from './tool-records.ts';
import {
  isAbsolutePath,
  numberIn,
  pathIn,
  recordIn,
  recordsIn,
  stringIn,
  stringsIn,
  type JsonRecord,
} from '../transcript/record.ts';

/** What the lines of a transcript told so far of files that were looked at. */
export type GatheredReads = {
  cwd: string | null;
  readonly files: Map<string, readonly ScannedReading[]>;
  readonly pending: Map<string, Looking>;
  readonly moves: ReadScan['moves'][number][];
};

const mostFiles = 3000;
const mostPending = 100;
/** Of one file: the first reading and the newest ones. */
const mostReadings = 8;
const mostMoves = 50;

/** Goes on from what an earlier reading found. */
export function beginReads({ cwd, files, pending, moves }: ReadScan): GatheredReads {
  return {
    cwd,
    files: new Map(Object.entries(files)),
    pending: new Map(Object.entries(pending)),
    moves: [...moves],
  };
}

/** What was found, as plain data. */
export function gatheredReads({ cwd, files, pending, moves }: GatheredReads): Omit<ReadScan, 'offset'> {
  return { cwd, files: Object.fromEntries(files), pending: Object.fromEntries(pending), moves };
}

/** Bytes that a line must hold to be worth parsing; the client writes JSON without white space. */
const calls = ['Read', 'Grep', 'Glob', 'Bash'].map((name) => Buffer.from(`"name":"${name}"`));
const result = Buffer.from('"tool_result"');
const notices = ['"type":"file"', '"type":"edited_text_file"'].map((text) => Buffer.from(text));
const place = Buffer.from('"cwd":"');

/** Takes what lines tell of files that were read: by a tool, by a command that shows them, or handed in with a prompt. */
export function readTaker(found: GatheredReads): (line: Buffer) => void {
  return lineTaker({
    isTelling: (line) => isTelling(found, line),
    any: (record) => {
      found.cwd ??= pathIn(record, 'cwd');
    },
    attachment: (record) => gatherAttachment(found, record),
    calls: (record, message) => gatherCalls(found, record, message),
    results: (record, message) => gatherResults(found, record, message),
  });
}

function isTelling({ cwd, pending }: GatheredReads, bytes: Buffer): boolean {
  if (cwd === null && bytes.includes(place)) return true;
  if (bytes.includes(result)) return pending.size > 0;
  return [...calls, ...notices].some((text) => bytes.includes(text));
}

/** A file that a prompt names is sent with it; a file that changed on disk is shown to the session in part. */
function gatherAttachment(found: GatheredReads, record: JsonRecord): void {
  const attachment = recordIn(record, 'attachment');
  const path = attachment === null ? null : pathIn(attachment, 'filename');
  if (attachment === null || path === null) return;
  if (attachment['type'] === 'edited_text_file') note(found, path, { ...stampOf(record), grade: 'likely' });
  if (attachment['type'] !== 'file') return;
  const file = recordIn(recordIn(attachment, 'content') ?? {}, 'file');
  note(found, path, { ...stampOf(record), grade: 'certain', ...wholeOf(file) });
}

function gatherCalls({ pending }: GatheredReads, record: JsonRecord, message: JsonRecord): void {
  for (const { id, name, input } of toolCalls(message)) {
    const looking = lookingOf(name, input, record);
    if (looking === null) continue;
    // Calls without a result stay behind where a session was killed: the oldest of too many are given up.
    const [oldest] = pending.keys();
    if (pending.size >= mostPending && oldest !== undefined) pending.delete(oldest);
    pending.set(id, looking);
  }
}

function gatherResults(found: GatheredReads, record: JsonRecord, message: JsonRecord): void {
  const told = recordIn(record, 'toolUseResult');
  const failed = typeof record['toolUseResult'] === 'string' && record['toolUseResult'].startsWith('Error');
  for (const entry of recordsIn(message, 'content')) {
    const id = stringIn(entry, 'tool_use_id');
    const looking = id === null ? undefined : found.pending.get(id);
    if (id === null || looking === undefined) continue;
    found.pending.delete(id);
    const stamp = stampOf(record);
    if (looking.moves && looking.from !== null && stamp.at !== null) {
      found.moves.push({ from: looking.from, at: stamp.at });
      if (found.moves.length > mostMoves) found.moves.shift();
    }
    if (entry['is_error'] === true || failed) continue;
    const reading = { ...stamp, grade: gradeOf(looking) } as const;
    const whole = looking.tool === 'Read' && told !== null ? wholeOf(recordIn(told, 'file')) : {};
    for (const path of looking.paths) note(found, path, { ...reading, ...whole });
    if (looking.tool === 'Read' || looking.tool === 'Bash' || told === null) continue;
    const base = pathIn(record, 'cwd') ?? '/';
    for (const name of stringsIn(told, 'filenames')) {
      const path = isAbsolutePath(name) ? name : posix.resolve(base, name);
      if (isAbsolutePath(path)) note(found, path, reading);
    }
  }
}

/** The object id of a content that was shown from its first line to its last. */
function wholeOf(file: JsonRecord | null): Pick<ScannedReading, 'oid'> {
  if (file === null || typeof file['content'] !== 'string') return {};
  const [first, count, total] = ['startLine', 'numLines', 'totalLines'].map((key) => numberIn(file, key));
  if (first !== 1 || count === null || count !== total) return {};
  const content = Buffer.from(file['content'], 'utf8');
  return { oid: createHash('sha1').update(`blob ${content.length}\0`).update(content).digest('hex') };
}

function note({ files }: GatheredReads, path: string, reading: ScannedReading): void {
  const before = files.get(path) ?? [];
  if (before.length === 0 && files.size >= mostFiles) return;
  files.set(path, [...(before.length < mostReadings ? before : before.toSpliced(1, 1)), reading]);
}
