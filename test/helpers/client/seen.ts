import { openProcesses } from '../../../src/sessions/processes/processes.ts';
import { readSessions } from '../../../src/sessions/read.ts';
import type { Session } from '../../../src/sessions/session.ts';
import type { ClientHome } from './home.ts';

/** The sessions of a home as kg reads them at this moment, by id. Throws when something in it could not be read. */
export async function seenSessions(home: ClientHome): Promise<ReadonlyMap<string, Session>> {
  const { sessions, problems } = await readSessions({
    directories: [home.config],
    processes: openProcesses({ platform: process.platform }),
    now: new Date(),
    cacheDirectory: null,
  });
  if (problems.length > 0) throw new Error(`kg could not read all: ${JSON.stringify(problems)}`);
  return new Map(sessions.map((session) => [session.id, session]));
}
