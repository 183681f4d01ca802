import type { Job } from './jobs.ts';
import type { ReadSession } from './transcript/read-transcripts.ts';
import type { RegistryRecord } from './registry.ts';

/** What was met while reading, for whoever wants to know whether kg understands this Claude Code. */
export type Census = {
  readonly registryRecords: number;
  readonly jobs: number;
  /** Main transcripts; those of subagents are not counted. */
  readonly transcripts: number;
  /** Damaged lines in the parts of the transcripts that were read. */
  readonly parseFailures: number;
  /** Sessions by the version of Claude Code that last wrote of them. */
  readonly versions: Readonly<Record<string, number>>;
  readonly unknownRecordTypes: Readonly<Record<string, number>>;
};

type Read = {
  readonly records: readonly RegistryRecord[];
  readonly jobs: readonly Job[];
  readonly transcripts: readonly ReadSession[];
};

export function censusOf(directories: readonly Read[]): Census {
  const versions = new Map<string, string>();
  const unknown = new Map<string, number>();
  let parseFailures = 0;
  for (const { records, jobs, transcripts } of directories) {
    for (const { sessionId, version } of jobs) if (version !== null) versions.set(sessionId, version);
    for (const { sessionId, facts, subagents } of transcripts) {
      if (facts?.version != null) versions.set(sessionId, facts.version);
      for (const one of [facts, ...subagents.map(({ transcript }) => transcript.facts)]) {
        parseFailures += one?.parseFailures ?? 0;
        for (const [type, count] of Object.entries(one?.unknownTypes ?? {}))
          unknown.set(type, (unknown.get(type) ?? 0) + count);
      }
    }
    for (const { sessionId, version } of records) if (version !== null) versions.set(sessionId, version);
  }
  return {
    registryRecords: sum(directories, ({ records }) => records.length),
    jobs: sum(directories, ({ jobs }) => jobs.length),
    transcripts: sum(directories, ({ transcripts }) => transcripts.length),
    parseFailures,
    versions: Object.fromEntries(
      [...Map.groupBy(versions.values(), (version) => version)].map(([version, all]) => [version, all.length]),
    ),
    unknownRecordTypes: Object.fromEntries(unknown),
  };
}

function sum(directories: readonly Read[], count: (read: Read) => number): number {
  return directories.reduce((total, read) => total + count(read), 0);
}
