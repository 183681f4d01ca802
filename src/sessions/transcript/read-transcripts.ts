import type { Problem } from '../../errors.ts';
import { each } from '../each.ts';
import { isCurrent, readMemory, saveMemory, type Memory, type Remembered } from '../memory.ts';
import { readSubagents, type Subagent } from '../subagents.ts';
import type { TranscriptFacts } from './facts.ts';
import { concurrency, fileState, findTranscripts, type FileState, type TranscriptFile } from './files.ts';
import { readTail } from './read.ts';
import { scanWrites } from '../touched/transcript-writes.ts';
import { nothingScanned, type WriteScan } from '../touched/write-scan.ts';

export type TranscriptsOptions = {
  readonly configDirectory: string;
  readonly cacheDirectory: string | null;
  /** Sessions that a process is registered for: their subagents may be at work. */
  readonly registered: ReadonlySet<string>;
  readonly writesSince: string | null;
};

export type ReadTranscript = {
  readonly file: FileState;
  readonly facts: TranscriptFacts | null;
  /** `null` when its writes were not asked for. */
  readonly scan: WriteScan | null;
  /** What is remembered of its writes, asked for or not. */
  readonly kept: WriteScan | null;
};

export type ReadSession = ReadTranscript & {
  readonly sessionId: string;
  readonly subagents: readonly { readonly subagent: Subagent; readonly transcript: ReadTranscript }[];
};

export type ReadTranscripts = { readonly sessions: readonly ReadSession[]; readonly problems: readonly Problem[] };

/** Reads every transcript of one config directory, from memory where its file has not changed since. */
export async function readTranscripts(options: TranscriptsOptions): Promise<ReadTranscripts> {
  const { configDirectory, cacheDirectory } = options;
  const [{ files, problems: found }, before] = await Promise.all([
    findTranscripts(configDirectory),
    cacheDirectory === null ? new Map<string, Remembered>() : readMemory(cacheDirectory, configDirectory),
  ]);
  const problems = [...found];
  const after = new Map<string, Remembered>();
  const sessions = await each(files, concurrency, async (file) =>
    readSession({ file, before, after, problems, options }),
  );
  if (cacheDirectory !== null && isChanged(before, after)) await saveMemory(cacheDirectory, configDirectory, after);
  return { sessions, problems };
}

type Reading = {
  readonly before: Memory;
  /** Filled while reading: what is still there is remembered, the rest is forgotten. */
  readonly after: Map<string, Remembered>;
  readonly problems: Problem[];
  readonly options: TranscriptsOptions;
};

async function readSession({ file, ...reading }: Reading & { readonly file: TranscriptFile }): Promise<ReadSession> {
  const { registered } = reading.options;
  const isRegistered = registered.has(file.sessionId);
  const entry = reading.before.get(file.path);
  // Without a process nothing writes there, so unchanged means unchanged all through.
  const settled = !isRegistered && isCurrent(entry, file) ? entry.subagents : null;
  const [own, subagents] = await Promise.all([
    readOne(file, isRegistered, reading),
    settled ?? readSubagents(file, reading.problems),
  ]);
  remember(reading, own, isRegistered ? null : subagents);
  const transcripts = await each(subagents, 8, async (subagent) => {
    const transcript = await readOne(subagent.file, isRegistered, reading);
    remember(reading, transcript, null);
    return { subagent, transcript };
  });
  return { ...own, sessionId: file.sessionId, subagents: transcripts };
}

async function readOne(
  file: FileState,
  isRegistered: boolean,
  { before, problems, options }: Reading,
): Promise<ReadTranscript> {
  const entry = before.get(file.path);
  const known = isCurrent(entry, file) ? entry.facts : null;
  const facts = known ?? (await readTail(file, problems));
  const earlier = entry?.inode === file.inode ? entry.scan : null;
  const { writesSince } = options;
  const isAsked = writesSince !== null && (isRegistered || isSince(file, facts, writesSince));
  if (!isAsked) return { file, facts, scan: null, kept: earlier };
  const scan = await scanWrites(file, earlier ?? nothingScanned, problems);
  return { file, facts, scan, kept: scan };
}

/** Reads the end of a session's transcript once more. */
export async function readAgain(session: ReadSession): Promise<ReadSession> {
  const file = await fileState(session.file.path, []);
  return file === null ? session : { ...session, file, facts: (await readTail(file, [])) ?? session.facts };
}

function isSince(file: FileState, facts: TranscriptFacts | null, since: string): boolean {
  return (facts?.lastActivity ?? '') >= since || file.modified >= Date.parse(since);
}

/** An entry keeps its identity when nothing about it is new, so that an unchanged memory is not written again. */
function remember({ before, after }: Reading, read: ReadTranscript, subagents: readonly Subagent[] | null): void {
  const { inode, size, modified, path } = read.file;
  const entry = before.get(path);
  const same =
    isCurrent(entry, read.file) &&
    entry.facts === read.facts &&
    entry.scan === read.kept &&
    entry.subagents === subagents;
  after.set(path, same ? entry : { inode, size, modified, facts: read.facts, scan: read.kept, subagents });
}

function isChanged(before: Memory, after: Memory): boolean {
  return before.size !== after.size || [...after].some(([path, entry]) => before.get(path) !== entry);
}
