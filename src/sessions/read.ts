import { access, constants, realpath } from 'node:fs/promises';
import type { Problem } from '../errors.ts';
import { censusOf, type Census } from './census.ts';
import { errorCode, isMissing } from './directories.ts';
import { compare, newestFirst } from './compare.ts';
import { each } from './each.ts';
import { withoutCopies } from './forks.ts';
import { readJobs } from './jobs.ts';
import type { ProcessTable } from './processes/processes.ts';
import { readProcesses } from './processes/read-processes.ts';
import { readAgain, readTranscripts, type ReadSession } from './transcript/read-transcripts.ts';
import { markInherited, type ScannedReads } from './touched/reads.ts';
import { readRegistry } from './registry.ts';
import type { Session } from './session.ts';
import { sessionsOf, type DirectoryReading } from './sessions-of.ts';
import { scanReads } from './touched/transcript-reads.ts';
import type { WriteScan } from './touched/write-scan.ts';

export type SessionsOptions = {
  /** Claude Code config directories: see `claudeDirectories`. */
  readonly directories: readonly string[];
  readonly processes: ProcessTable;
  readonly now: Date;
  /** kg's own cache directory; `null` remembers nothing. */
  readonly cacheDirectory: string | null;
  /** ISO time: also tell which files were written, by the sessions that are registered or were active since then. */
  readonly writesSince?: string;
  /** Also tell which files those sessions read. */
  readonly reads?: boolean;
};

export type SessionsReading = {
  readonly sessions: readonly Session[];
  readonly problems: readonly Problem[];
  readonly census: Census;
};

/** Reads every session that the config directories tell of. Changes nothing in them, and starts no program of Claude Code's. */
export async function readSessions(options: SessionsOptions): Promise<SessionsReading> {
  const read = await Promise.all(options.directories.map(async (directory) => readDirectory(directory, options)));
  const scanned = read.flatMap(({ transcripts }) => transcripts.flatMap(scannedOf));
  const own = options.writesSince === undefined ? null : withoutCopies(scanned);
  const reads = options.reads === true ? markInherited(read.flatMap((one) => one.reads)) : null;
  const sessions = await withRealPaths(read.flatMap((one) => sessionsOf({ read: one, own, reads, now: options.now })));
  return {
    sessions: sessions.toSorted((a, b) => newestFirst(a.lastActivity, b.lastActivity) || compare(a.id, b.id)),
    problems: read.flatMap(({ problems }) => problems),
    census: censusOf(read),
  };
}

type Reading = DirectoryReading & { readonly problems: readonly Problem[]; readonly reads: readonly ScannedReads[] };

async function readDirectory(directory: string, options: SessionsOptions): Promise<Reading> {
  const refusal = await refusalOf(directory);
  if (refusal !== null) {
    const nothing = { directory, records: [], processes: new Map(), domain: null, jobs: [], transcripts: [] };
    const problem = {
      code: 'CLAUDE_DIRECTORY_UNREADABLE',
      message: `Could not read ${directory}: ${refusal}`,
    } as const;
    return { ...nothing, problems: [problem], reads: [] };
  }
  const [before, jobs] = await Promise.all([readRegistry(directory), readJobs(directory)]);
  const transcripts = await readTranscripts({
    configDirectory: directory,
    cacheDirectory: options.cacheDirectory,
    registered: new Set(before.records.map(({ sessionId }) => sessionId)),
    writesSince: options.writesSince ?? null,
  });
  const looked: Problem[] = [];
  const reads = options.reads === true ? await readsIn(directory, options, transcripts.sessions, looked) : [];
  // Sessions begin and end while transcripts are read: the registry counts as it is afterwards, and of a session that has
  // ended since, the end of the transcript is read once more.
  const { problems, ...registered } = await readProcesses(directory, options.processes);
  const running = new Set(registered.records.map(({ sessionId }) => sessionId));
  const ended = new Set(before.records.flatMap(({ sessionId }) => (running.has(sessionId) ? [] : [sessionId])));
  return {
    directory,
    ...registered,
    jobs: jobs.jobs,
    transcripts: await Promise.all(
      transcripts.sessions.map(async (one) => (ended.has(one.sessionId) ? readAgain(one) : one)),
    ),
    problems: [...problems, ...jobs.problems, ...transcripts.problems, ...looked],
    reads,
  };
}

/** Of the transcripts whose writes were asked for, those of subagents among them. */
function readsIn(
  configDirectory: string,
  { cacheDirectory }: SessionsOptions,
  sessions: readonly ReadSession[],
  problems: Problem[],
): Promise<readonly ScannedReads[]> {
  const all = sessions.flatMap((session) => [session, ...session.subagents.map(({ transcript }) => transcript)]);
  const asked = new Set(all.flatMap(({ scan, file }) => (scan === null ? [] : [file.path])));
  const files = all.map(({ file }) => file);
  return scanReads({ configDirectory, cacheDirectory, files, isAsked: ({ path }) => asked.has(path), problems });
}

/** Why the directory cannot be read; `null` when it can, or is not there. */
async function refusalOf(directory: string): Promise<string | null> {
  try {
    await access(directory, constants.R_OK | constants.X_OK);
    return null;
  } catch (error) {
    return isMissing(error) ? null : errorCode(error);
  }
}

function scannedOf(transcript: ReadSession): { scan: WriteScan; born: number }[] {
  return [transcript, ...transcript.subagents.map((one) => one.transcript)].flatMap(({ scan, file }) =>
    scan === null ? [] : [{ scan, born: file.born }],
  );
}

/** A directory has many names (`/tmp` and `/private/tmp`); worktrees are compared by the real one, while it exists. */
async function withRealPaths(sessions: readonly Session[]): Promise<Session[]> {
  const paths = [...new Set(sessions.flatMap(({ cwd }) => cwd ?? []))];
  const real = await each(paths, 16, async (path) => [path, await realpath(path).catch(() => path)] as const);
  const byPath = new Map(real);
  return sessions.map((session) =>
    session.cwd === null ? session : { ...session, cwd: byPath.get(session.cwd) ?? session.cwd },
  );
}
