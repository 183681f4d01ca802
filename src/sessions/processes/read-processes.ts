import { access } from 'node:fs/promises';
import { join } from 'node:path';
import type { Problem } from '../../errors.ts';
import { isMissing } from '../directories.ts';
import type { ProcessStart, ProcessTable } from './processes.ts';
import { readRegistry, type RegistryRecord } from '../registry.ts';
import { sameStart } from '../status/status.ts';

export type Registered = {
  readonly records: readonly RegistryRecord[];
  readonly processes: ReadonlyMap<number, ProcessStart>;
  readonly domain: string | null;
  readonly problems: readonly Problem[];
};

/**
 * Reads the registry of one config directory and looks up its processes. A process that ends takes its record along first,
 * so when one is not found, a record that has gone meanwhile meant a clean end, and is no record any more.
 */
export async function readProcesses(configDirectory: string, table: ProcessTable): Promise<Registered> {
  const { records, problems } = await readRegistry(configDirectory);
  const [domain, ...checked] = await Promise.all([
    table.domain(),
    ...records.map(async (record) => {
      const start = await table.startOf(record.pid);
      const proven = start.state === 'running' && sameStart(record.procStart, start.start);
      return proven || (await isThere(configDirectory, record)) ? { record, start } : null;
    }),
  ]);
  const found = checked.filter((one) => one !== null);
  return {
    records: found.map(({ record }) => record),
    processes: new Map(found.map(({ record, start }) => [record.pid, start])),
    domain,
    problems,
  };
}

async function isThere(configDirectory: string, { pid }: RegistryRecord): Promise<boolean> {
  try {
    await access(join(configDirectory, 'sessions', `${pid}.json`));
    return true;
  } catch (error) {
    return !isMissing(error);
  }
}
