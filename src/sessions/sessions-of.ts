import { assembleSession } from './assemble.ts';
import { assembleSubagent } from './assemble-subagent.ts';
import { compare, newestFirst } from './compare.ts';
import type { Job } from './jobs.ts';
import type { ProcessStart } from './processes.ts';
import type { ReadSession, ReadTranscript } from './read-transcripts.ts';
import type { RegistryRecord } from './registry.ts';
import { relevantRecords, type CheckedRecord } from './relevant-records.ts';
import type { Session, Write } from './session.ts';
import type { WriteScan, WrittenFile } from './transcript-writes.ts';

/** All that was read of one config directory. */
export type DirectoryReading = {
  readonly directory: string;
  readonly records: readonly RegistryRecord[];
  readonly processes: ReadonlyMap<number, ProcessStart>;
  readonly domain: string | null;
  readonly jobs: readonly Job[];
  readonly transcripts: readonly ReadSession[];
};

/** The writes of each scanned transcript, without those that it only repeats. */
export type OwnWrites = ReadonlyMap<WriteScan, readonly [string, WrittenFile][]>;

export type SessionsOf = {
  readonly read: DirectoryReading;
  /** `null` when writes were not asked for. */
  readonly own: OwnWrites | null;
  readonly now: Date;
};

/** Joins what registry, jobs and transcripts of one config directory say into sessions, each known by any of the three. */
export function sessionsOf({ read, own, now }: SessionsOf): Session[] {
  const transcripts = new Map(read.transcripts.map((transcript) => [transcript.sessionId, transcript]));
  const jobs = new Map(read.jobs.map((job) => [job.sessionId, job]));
  const records = Map.groupBy(relevantRecords(read), ({ record }) => record.sessionId);
  const ids = new Set([...records.keys(), ...jobs.keys(), ...transcripts.keys()]);
  return [...ids].flatMap((id) => {
    const known = {
      transcript: transcripts.get(id) ?? null,
      job: jobs.get(id) ?? null,
      directory: read.directory,
      own,
      now,
    };
    const main = (records.get(id) ?? [noRecord]).map((record) => mainSession(id, record, known));
    return main.concat(subagentSessions(main[0], known));
  });
}

type Known = {
  readonly directory: string;
  readonly transcript: ReadSession | null;
  readonly job: Job | null;
  readonly own: OwnWrites | null;
  readonly now: Date;
};

function mainSession(id: string, checked: CheckedRecord | typeof noRecord, known: Known): Session {
  const { transcript, job, own, now } = known;
  const hands = (transcript?.subagents ?? []).filter(({ subagent }) => subagent.worktreePath === null);
  const transcripts = [...(transcript === null ? [] : [transcript]), ...hands.map((hand) => hand.transcript)];
  return assembleSession({
    ...checked,
    id,
    configDirectory: known.directory,
    job,
    transcript: transcript?.file.path ?? null,
    facts: transcript?.facts ?? null,
    hands: hands.flatMap((hand) => hand.transcript.facts ?? []),
    writes: writesOf(transcripts, own),
    now,
  });
}

function subagentSessions(parent: Session | undefined, { transcript, own, now }: Known): Session[] {
  if (parent === undefined || transcript === null) return [];
  return transcript.subagents
    .filter(({ subagent }) => subagent.worktreePath !== null)
    .map(({ subagent, transcript: read }) =>
      assembleSubagent({ subagent, parent, facts: read.facts, writes: writesOf([read], own), now }),
    );
}

const noRecord = { record: null, process: null, foreign: false, remarks: [] } as const;

function writesOf(transcripts: readonly ReadTranscript[], own: OwnWrites | null): Write[] {
  if (own === null) return [];
  const files = transcripts.flatMap(({ scan }) => (scan === null ? [] : (own.get(scan) ?? [])));
  return merged(files.map(([path, { at, grade }]) => ({ path, at, grade })));
}

/** One entry a file, newest first. */
function merged(writes: readonly Write[]): Write[] {
  const byPath = new Map<string, Write>();
  for (const write of writes) {
    const other = byPath.get(write.path);
    const newest = (other?.at ?? '') > (write.at ?? '') ? other?.at : write.at;
    const grade = other?.grade === 'certain' ? 'certain' : write.grade;
    byPath.set(write.path, { path: write.path, at: newest ?? null, grade });
  }
  return [...byPath.values()].toSorted((a, b) => newestFirst(a.at, b.at) || compare(a.path, b.path));
}
