import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Says in the registry of Claude Code how a session stands, as the client does while it runs; answers its process. */
export function restate(directory: string, id: string, status: Readonly<Record<string, unknown>>): number {
  const registry = join(directory, 'sessions');
  for (const name of readdirSync(registry)) {
    const file = join(registry, name);
    const record: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (typeof record !== 'object' || record === null || !('sessionId' in record) || record.sessionId !== id) continue;
    writeFileSync(file, JSON.stringify({ ...record, ...status }));
    return Number(name.replace('.json', ''));
  }
  throw new Error(`no process runs session ${id}`);
}

/** What a session says that asks for a permission from now on. */
export function asking(): Readonly<Record<string, unknown>> {
  return { status: 'waiting', waitingFor: 'permission prompt', statusUpdatedAt: Date.now() };
}
