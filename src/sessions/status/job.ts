import type { Job } from '../jobs.ts';
import { oneLine } from '../one-line.ts';
import type { Evidence } from '../session.ts';
import type { Verdict } from './status.ts';
import { saysTranscript } from './transcript.ts';
import type { TranscriptFacts } from '../transcript/facts.ts';

/** How a background job without a live process stands, by its own state; `null` when there is no job, or kg does not know the state. */
export function jobStatus(job: Job | null, facts: TranscriptFacts | null): Verdict | null {
  if (job === null || job.state === null) return null;
  const detail = oneLine(job.detail ?? '', 120);
  const evidence = [saysJob(job)];
  const ended = { since: job.endedAt ?? job.updatedAt, live: false, evidence };
  const needs = oneLine(job.needs ?? '', 60);
  switch (job.state) {
    case 'done':
      return { status: 'finished', ...ended };
    case 'failed':
    case 'stopped':
      return { status: 'finished', note: job.state, ...ended };
    case 'crashed':
      return { status: 'crashed', ...ended, ...(detail === null ? {} : { note: detail }), since: job.updatedAt };
    case 'blocked':
      return {
        status: 'waiting',
        ...(needs === null ? {} : { waitingFor: needs }),
        since: job.updatedAt,
        live: false,
        evidence,
      };
    case 'working':
      // A worker that is still starting is not registered yet, and one that was lost never says so.
      return {
        status: 'unknown',
        since: null,
        live: false,
        evidence: facts === null ? evidence : [...evidence, saysTranscript(facts)],
      };
    default:
      return null;
  }
}

/** What the job says of itself, also in words of later versions. */
export function saysJob(job: Job): Evidence {
  const state = oneLine(job.state ?? 'no state', 40) ?? 'no state';
  const detail = oneLine(job.detail ?? '', 120);
  const at = job.updatedAt === null ? '' : ` since ${job.updatedAt}`;
  return { source: 'job', says: `${state}${detail === null || detail === state ? '' : ` (${detail})`}${at}` };
}
