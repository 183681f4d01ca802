import type { Job } from './jobs.ts';
import type { ProcessStart } from './processes/processes.ts';
import type { RegistryRecord } from './registry.ts';
import type { Evidence, Session, SessionKind } from './session.ts';
import { latest, statusOf } from './status/status.ts';
import { nameOf, taskOf } from './task.ts';
import type { TranscriptFacts } from './transcript/facts.ts';
import type { Writes } from './touched/writes.ts';

/** All that was read about one session. */
export type SessionSources = Writes & {
  readonly id: string;
  readonly configDirectory: string;
  readonly record: RegistryRecord | null;
  readonly process: ProcessStart | null;
  readonly foreign: boolean;
  readonly job: Job | null;
  readonly transcript: string | null;
  readonly facts: TranscriptFacts | null;
  /** Of subagents that work where the session does: they are its hands. */
  readonly hands: readonly TranscriptFacts[];
  /** Further evidence, such as a second process on the same session. */
  readonly remarks: readonly Evidence[];
  readonly now: Date;
};

/** Makes the session out of what was read. The paths in it are still as recorded. */
export function assembleSession(sources: SessionSources): Session {
  const { id, configDirectory, record, job, facts, transcript, hands, began, writes, alarms, now } = sources;
  const { live, evidence, since, ...verdict } = statusOf(sources);
  const newest = [facts, ...hands].reduce((a, b) => ((b?.lastActivity ?? '') > (a?.lastActivity ?? '') ? b : a), facts);
  const jobId = record?.jobId ?? job?.id;
  return {
    id,
    name: nameOf(sources),
    task: taskOf(sources),
    kind: kindOf(sources),
    ...verdict,
    since: notAfter(since, now),
    cwd: placeOf(sources, live),
    originalCwd: facts?.originalCwd ?? (job?.worktreePath == null ? null : job.cwd),
    ...(began === null ? {} : { began }),
    lastActivity: notAfter(latest(newest?.lastActivity ?? null, live ? (record?.statusUpdatedAt ?? null) : null), now),
    lastAction: newest?.lastAction ?? facts?.lastAction ?? null,
    ...(live && record !== null ? { pid: record.pid } : {}),
    ...(jobId === undefined ? {} : { jobId }),
    configDirectory,
    transcript,
    writes,
    ...(alarms.length === 0 ? {} : { alarms }),
    evidence: [...evidence, ...sources.remarks],
  };
}

function kindOf({ record, job, facts }: SessionSources): SessionKind {
  if (record?.kind === 'bg' || (record === null && (job !== null || facts?.background === true))) return 'background';
  const entrypoint = record?.entrypoint ?? facts?.entrypoint ?? null;
  return entrypoint?.startsWith('sdk') === true ? 'print' : 'interactive';
}

/** The registry follows the session into worktrees while the process lives; afterwards the transcript's end is newer. */
function placeOf({ record, job, facts }: SessionSources, live: boolean): string | null {
  const recorded = record?.cwd ?? null;
  const after = facts?.cwd ?? job?.worktreePath ?? job?.cwd ?? null;
  return live ? (recorded ?? after) : (after ?? recorded);
}

/** A clock that was ahead must not make a session look newer than now. */
export function notAfter(stamp: string | null, now: Date): string | null {
  if (stamp === null) return null;
  const limit = now.toISOString();
  return stamp > limit ? limit : stamp;
}
