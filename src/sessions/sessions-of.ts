import { assembleSession } from './assemble.ts';
import { assembleSubagent } from './assemble-subagent.ts';
import type { OwnScan } from './forks.ts';
import type { Job } from './jobs.ts';
import type { ProcessStart } from './processes/processes.ts';
import type { ReadSession, ReadTranscript } from './transcript/read-transcripts.ts';
import type { RegistryRecord } from './registry.ts';
import { readsOf, type OwnReads } from './touched/reads.ts';
import { relevantRecords, type CheckedRecord } from './transcript/relevant-records.ts';
import type { Session } from './session.ts';
import type { WriteScan } from './touched/write-scan.ts';
import { writesOf, type OwnHand } from './touched/writes.ts';

/** All that was read of one config directory. */
export type DirectoryReading = {
  readonly directory: string;
  readonly records: readonly RegistryRecord[];
  readonly processes: ReadonlyMap<number, ProcessStart>;
  readonly domain: string | null;
  readonly jobs: readonly Job[];
  readonly transcripts: readonly ReadSession[];
};

/** What each scanned transcript tells, without what it only repeats. */
export type OwnWrites = ReadonlyMap<WriteScan, OwnScan>;

export type SessionsOf = {
  readonly read: DirectoryReading;
  /** `null` when writes were not asked for. */
  readonly own: OwnWrites | null;
  /** What each transcript tells of reads, by its path; `null` when they were not asked for. */
  readonly reads?: ReadonlyMap<string, OwnReads> | null;
  readonly now: Date;
};

/** Joins what registry, jobs and transcripts of one config directory say into sessions, each known by any of the three. */
export function sessionsOf({ read, own, reads = null, now }: SessionsOf): Session[] {
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
      reads,
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
  readonly reads: ReadonlyMap<string, OwnReads> | null;
  readonly now: Date;
};

function mainSession(id: string, checked: CheckedRecord | typeof noRecord, known: Known): Session {
  const { transcript, job, own, now } = known;
  const hands = (transcript?.subagents ?? []).filter(({ subagent }) => subagent.worktreePath === null);
  const hand = transcript === null ? [] : handOf(transcript, null, own);
  const helping = hands.flatMap((one) => handOf(one.transcript, one.subagent.id, own));
  const session = assembleSession({
    ...checked,
    id,
    configDirectory: known.directory,
    job,
    transcript: transcript?.file.path ?? null,
    facts: transcript?.facts ?? null,
    hands: hands.flatMap((one) => one.transcript.facts ?? []),
    ...writesOf([...hand, ...helping]),
    now,
  });
  const helpers = hands.map((one) => ({ by: one.subagent.id, path: one.transcript.file.path }));
  return withReads(
    session,
    [...(transcript === null ? [] : [{ by: null, path: transcript.file.path }]), ...helpers],
    known,
  );
}

/** Adds what the transcripts of a session tell of reads, where that was asked for. */
function withReads(
  session: Session,
  hands: readonly { readonly by: string | null; readonly path: string }[],
  { reads }: Known,
): Session {
  if (reads === null) return session;
  const told = hands.flatMap(({ by, path }) => {
    const own = reads.get(path);
    return own === undefined ? [] : [{ by, told: own }];
  });
  const [first] = told;
  const beganIn = first?.by === null ? first.told.cwd : null;
  return { ...session, reads: readsOf(told), beganIn, moves: told.flatMap((one) => one.told.moves) };
}

function subagentSessions(parent: Session | undefined, known: Known): Session[] {
  const { transcript, own, now } = known;
  if (parent === undefined || transcript === null) return [];
  return transcript.subagents
    .filter(({ subagent }) => subagent.worktreePath !== null)
    .map(({ subagent, transcript: read }) => {
      const writes = writesOf(handOf(read, null, own));
      const session = assembleSubagent({ subagent, parent, facts: read.facts, ...writes, now });
      return withReads(session, [{ by: null, path: read.file.path }], known);
    });
}

const noRecord = { record: null, process: null, foreign: false, remarks: [] } as const;

function handOf({ scan }: ReadTranscript, by: string | null, own: OwnWrites | null): OwnHand[] {
  const told = scan === null ? undefined : own?.get(scan);
  return told === undefined ? [] : [{ by, told }];
}
