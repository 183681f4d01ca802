import type { Job } from './jobs.ts';
import { oneLine } from './one-line.ts';
import type { RegistryRecord } from './registry.ts';
import type { TranscriptFacts } from './transcript/facts.ts';
import { taskLine } from './transcript/prompt.ts';

type Sources = {
  readonly record: RegistryRecord | null;
  readonly job: Job | null;
  readonly facts: TranscriptFacts | null;
};

/** The name that somebody gave the session. One that the client derived from the folder is none. */
export function nameOf({ record, job, facts }: Sources): string | null {
  return (
    given(record?.name ?? null, record?.nameSource ?? null) ??
    given(job?.name ?? null, job?.nameSource ?? null) ??
    facts?.customTitle ??
    null
  );
}

/** What the session works on: name › custom title › generated title › recap › last prompt › the job's detail. */
export function taskOf(sources: Sources): string | null {
  const { job, facts } = sources;
  return (
    nameOf(sources) ??
    facts?.generatedTitle ??
    facts?.recap ??
    facts?.prompt ??
    taskLine(job?.intent ?? '') ??
    oneLine(job?.detail ?? '')
  );
}

function given(name: string | null, source: string | null): string | null {
  return name === null || source === null || source === 'derived' ? null : oneLine(name);
}
