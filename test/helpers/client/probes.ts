/** Those who can be asked for the status of a session while a client runs. */
import { isObject, parseObject } from './fields.ts';
import type { Probe } from './edges.ts';
import { run } from './print.ts';
import { seenSessions } from './seen.ts';
import type { Stage } from './stage.ts';

/** kg's own reading of sessions, in this process. */
export async function readingProbe(stage: Stage): Promise<Probe> {
  return async ({ id }) => (await seenSessions(stage.home)).get(id)?.status ?? '';
}

/** `kg list --json`, started anew for each question, as a script would. `bin`: path of a built `bin/run.js`. */
export function listProbe({ bin }: { readonly bin: string }): (stage: Stage) => Promise<Probe> {
  return async (stage) => {
    const env = stage.home.environment({ api: stage.api.url });
    return async ({ id }) => {
      const ran = await run({ file: process.execPath, args: [bin, 'list', '--json'], cwd: stage.worktree, env });
      if (ran.code !== 0) throw new Error(`kg list --json ended with ${ran.code}:\n${ran.stdout}\n${ran.stderr}`);
      const { values } = parseObject(ran.stdout, 'kg list --json');
      const statuses = objectsIn(values).flatMap((value) => (value['id'] === id ? (value['status'] ?? []) : []));
      return statuses.find((status) => typeof status === 'string') ?? '';
    };
  };
}

/** Every object anywhere in a value. */
function objectsIn(value: unknown): Record<string, unknown>[] {
  if (Array.isArray(value)) return value.flatMap(objectsIn);
  return isObject(value) ? [value, ...Object.values(value).flatMap(objectsIn)] : [];
}
