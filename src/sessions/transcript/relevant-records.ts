import { compare } from '../compare.ts';
import type { ProcessStart } from '../processes/processes.ts';
import type { RegistryRecord } from '../registry.ts';
import type { Evidence } from '../session.ts';
import { statusOf } from '../status/status.ts';

/** A registry record with what the process table says to it. */
export type CheckedRecord = {
  readonly record: RegistryRecord;
  readonly process: ProcessStart | null;
  /** Whether its pid belongs to another machine or pid namespace than the one that was looked in. */
  readonly foreign: boolean;
  readonly remarks: readonly Evidence[];
};

export type Records = {
  readonly records: readonly RegistryRecord[];
  readonly processes: ReadonlyMap<number, ProcessStart>;
  readonly domain: string | null;
};

/**
 * The records that tell where each session stands. Two processes can run one session (a resume in print mode): both count,
 * as two rows, because they may work in different places. A record that a killed process left behind counts only while no
 * other process has taken the session up, and then only the newest of them.
 */
export function relevantRecords(read: Records): readonly CheckedRecord[] {
  const all = checkRecords(read);
  const bySession = Map.groupBy(all, ({ record }) => record.sessionId);
  return [...bySession.values()].flatMap((several) => {
    const live = several.filter((one) => one.live);
    const last = several.toSorted((a, b) => compare(age(a.record), age(b.record))).at(-1);
    const kept = live.length > 0 ? live : [last].filter((one) => one !== undefined);
    const pids = kept.map(({ record }) => record.pid);
    return kept.map(({ record, process, foreign }) => ({
      record,
      process,
      foreign,
      remarks: pids
        .filter((pid) => pid !== record.pid)
        .map((pid): Evidence => ({ source: 'registry', says: `process ${pid} runs the same session` })),
    }));
  });
}

/** Domains of processes that were proven to run here are this machine's, however the client spells them. */
function checkRecords({ records, processes, domain }: Records) {
  const checked = records.map((record) => {
    const process = processes.get(record.pid) ?? null;
    const { live } = statusOf({ record, process, foreign: false, job: null, facts: null });
    return { record, process, live };
  });
  const here = new Set([domain, ...checked.filter((one) => one.live).map((one) => one.record.pidDomain)]);
  return checked.map(({ record, process, live }) => ({
    record,
    process,
    live,
    foreign: isForeign(record.pidDomain, domain, here),
  }));
}

/**
 * Older clients name no domain; on one machine, which is the ordinary case, they mean this one. Where pids have no
 * namespaces, there is nothing to compare.
 */
function isForeign(recorded: string | null, domain: string | null, here: ReadonlySet<string | null>): boolean {
  if (recorded === null) return false;
  return domain === null ? recorded.includes(':pid:') && !here.has(recorded) : !here.has(recorded);
}

function age(record: RegistryRecord): string {
  return record.updatedAt ?? record.startedAt ?? '';
}
