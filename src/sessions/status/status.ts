import type { Job } from '../jobs.ts';
import { oneLine } from '../one-line.ts';
import type { ProcessStart } from '../processes/processes.ts';
import type { RegistryRecord } from '../registry.ts';
import type { Evidence, Status } from '../session.ts';
import { jobStatus, saysJob } from './job.ts';
import { isOpen, type TranscriptFacts } from '../transcript/facts.ts';
import { saysTranscript, transcriptStatus } from './transcript.ts';

/** All that is known about one session at one moment. */
export type StatusSources = {
  readonly record: RegistryRecord | null;
  /** The process that the record names; `null` without a record. */
  readonly process: ProcessStart | null;
  /** Whether the record's pid belongs to the machine and pid namespace that was looked in. */
  readonly foreign: boolean;
  readonly job: Job | null;
  readonly facts: TranscriptFacts | null;
};

export type Verdict = {
  readonly status: Status;
  readonly waitingFor?: string;
  readonly note?: string;
  /** When the status began; `null` when no source says. */
  readonly since: string | null;
  /** Whether the process was proven to run. */
  readonly live: boolean;
  readonly evidence: readonly Evidence[];
};

/**
 * Decides how a session stands: live registry record, then the background job, then the transcript; never the age of a
 * file. A record counts as live only when its process runs and began when the record says.
 */
export function statusOf(sources: StatusSources): Verdict {
  const { record, process, job, facts } = sources;
  if (record === null) return jobStatus(job, facts) ?? withJob(transcriptStatus(facts), job);
  const proof = proofOf(record, process, sources.foreign);
  if (proof.result === 'live') return liveStatus(record, proof.evidence, sources);
  const evidence = [registryEvidence(record), proof.evidence];
  if (proof.result === 'unclear') return unclearStatus(sources, evidence);
  return deadStatus(record, sources, evidence);
}

/** A job in a state of later versions is still a fact. */
function withJob(verdict: Verdict, job: Job | null): Verdict {
  return job === null ? verdict : { ...verdict, evidence: [saysJob(job), ...verdict.evidence] };
}

type Proof = { readonly result: 'live' | 'dead' | 'unclear'; readonly evidence: Evidence };

function proofOf(record: RegistryRecord, process: ProcessStart | null, foreign: boolean): Proof {
  const says = (result: Proof['result'], text: string): Proof => ({
    result,
    evidence: { source: 'process', says: `process ${record.pid} ${text}` },
  });
  if (process === null || process.state === 'unknown') {
    return says('unclear', `could not be checked: ${process?.reason ?? 'not looked up'}`);
  }
  // An equal start is proof in itself. Only its absence means nothing when the pid is one of another machine or namespace.
  if (process.state === 'running' && sameStart(record.procStart, process.start))
    return says('live', 'alive, start equal');
  if (foreign) return says('unclear', 'belongs to another machine or pid namespace');
  if (process.state === 'gone') return says('dead', 'is gone');
  if (record.procStart === null) return says('unclear', 'runs, but the record does not say when it started');
  return says('dead', 'is another one, started at another time');
}

/** FILETIMEs exceed what a JSON number holds exactly, so a long one may have come back rounded. */
export function sameStart(recorded: string | null, running: string): boolean {
  if (recorded === null) return false;
  const [a, b] = [recorded, running].map((start) => start.trim().replaceAll(/\s+/gu, ' '));
  return a === b || (recorded.length > 15 && /^\d+$/u.test(running) && Number(recorded) === Number(running));
}

function liveStatus(record: RegistryRecord, proof: Evidence, { job, facts }: StatusSources): Verdict {
  const since = record.statusUpdatedAt;
  const evidence = [registryEvidence(record), proof];
  const needs = record.status === 'busy' ? null : oneLine(job?.needs ?? '', 120);
  const known = { since, live: true, evidence, ...(needs === null ? {} : { note: needs }) };
  switch (record.status ?? '') {
    case 'busy':
      return { status: 'active', ...known };
    case 'idle':
      return { status: 'idle', ...known };
    case 'shell':
      return { status: 'idle', ...known, note: 'background shell running' };
    case 'waiting': {
      const waitingFor = oneLine(record.waitingFor ?? '', 60);
      return { status: 'waiting', ...(waitingFor === null ? {} : { waitingFor }), ...known };
    }
    default:
      return refined(facts, evidence);
  }
}

/** The process runs but says nothing that kg understands (print mode of older clients, later versions). */
function refined(facts: TranscriptFacts | null, evidence: readonly Evidence[]): Verdict {
  const status = statusOfTurn(facts);
  const all = facts === null ? evidence : [...evidence, saysTranscript(facts)];
  return { status, since: status === 'unknown' ? null : (facts?.turnAt ?? null), live: true, evidence: all };
}

function statusOfTurn(facts: TranscriptFacts | null): Status {
  if (facts === null || facts.turn === 'unknown') return 'unknown';
  return isOpen(facts.turn) ? 'active' : 'idle';
}

/** The job is told of its worker by the daemon on its own machine, so it may know more than the pid. */
function unclearStatus({ job, facts }: StatusSources, evidence: readonly Evidence[]): Verdict {
  const byJob = jobStatus(job, facts);
  if (byJob !== null) return { ...byJob, evidence: [...evidence, ...byJob.evidence] };
  const all = facts === null ? evidence : [...evidence, saysTranscript(facts)];
  return { status: 'unknown', since: null, live: false, evidence: all };
}

/**
 * A record outlives its process only when that was killed. A turn that ended after the record was last written was another
 * process's: the session was taken up again and has ended since.
 */
function deadStatus(record: RegistryRecord, { job, facts }: StatusSources, evidence: readonly Evidence[]): Verdict {
  const written = latest(record.statusUpdatedAt, record.updatedAt);
  const byJob = jobStatus(job, facts);
  if (byJob?.status === 'finished') return { ...byJob, evidence: [...evidence, ...byJob.evidence] };
  if (facts !== null && endedAfter(facts, written)) {
    return { status: 'finished', since: facts.turnAt, live: false, evidence: [...evidence, saysTranscript(facts)] };
  }
  const since = latest(written, facts?.lastActivity ?? null);
  const all = facts === null ? evidence : [...evidence, saysTranscript(facts)];
  return { status: 'crashed', since, live: false, evidence: [...all, ...(byJob?.evidence ?? [])] };
}

function endedAfter(facts: TranscriptFacts, written: string | null): boolean {
  if (written === null || facts.turnAt === null || isOpen(facts.turn) || facts.turn === 'unknown') return false;
  return Date.parse(facts.turnAt) > Date.parse(written) + 1000;
}

export function latest(a: string | null, b: string | null): string | null {
  if (a === null || b === null) return a ?? b;
  return a > b ? a : b;
}

function registryEvidence(record: RegistryRecord): Evidence {
  const status = record.status === null ? 'no status' : (oneLine(record.status, 40) ?? 'no status');
  const what = record.waitingFor === null ? status : `${status} (${oneLine(record.waitingFor, 60) ?? ''})`;
  const at = record.statusUpdatedAt;
  return { source: 'registry', says: at === null ? what : `${what} since ${at}` };
}
