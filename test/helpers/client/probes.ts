/** Those who can be asked for the status of a session while a client runs. */
import { isObject, parseObject } from './fields.ts';
import type { Probe } from './observe.ts';
import { run } from './run.ts';
import { seenSessions } from './seen.ts';
import { openTerminal } from '../terminal.ts';
import type { Stage } from './stage.ts';

/** kg's own reading of sessions, in this process. */
export async function readingProbe(stage: Stage): Promise<Probe> {
  return { ask: async (id) => (await seenSessions(stage.home)).get(id)?.status ?? '', close: nothing };
}

/** `kg list --json`, started anew for each question, as a script would. `bin`: path of a built `bin/run.js`. */
export function listProbe({ bin }: { readonly bin: string }): (stage: Stage) => Promise<Probe> {
  return async (stage) => {
    const env = stage.home.environment({ api: stage.api.url });
    const ask = async (id: string) => {
      const ran = await run({ file: process.execPath, args: [bin, 'list', '--json'], cwd: stage.worktree, env });
      if (ran.code !== 0) throw new Error(`kg list --json ended with ${ran.code}:\n${ran.stdout}\n${ran.stderr}`);
      const { values } = parseObject(ran.stdout, 'kg list --json');
      const statuses = objectsIn(values).flatMap((value) => (value['id'] === id ? (value['status'] ?? []) : []));
      return statuses.find((status) => typeof status === 'string') ?? '';
    };
    return { ask, close: nothing };
  };
}

/**
 * `kg list --watch` or `kg watch`, running in a terminal all the while: the first status in the rows of the client's worktree. Where
 * the worktree has several sessions that is the one that matters most.
 */
export function watchProbe({
  bin,
  command,
}: {
  readonly bin: string;
  readonly command: readonly string[];
}): (stage: Stage) => Promise<Probe> {
  return async (stage) => {
    const env = stage.home.environment({ api: stage.api.url });
    const args = [bin, ...command];
    const terminal = openTerminal({ file: process.execPath, args, cwd: stage.worktree, env });
    await terminal.until(/feature\/auth/u);
    const ask = async () => {
      const rows = (await terminal.until(/feature\/auth/u)).replace(/^.*?feature\/auth/su, '').replace(/\n\n.*/su, '');
      return /\b(?:active|waiting|idle|finished|crashed|unknown)\b/u.exec(rows)?.[0] ?? '';
    };
    return { ask, close: terminal.close };
  };
}

async function nothing(): Promise<void> {
  // These hold nothing open.
}

/** Every object anywhere in a value. */
function objectsIn(value: unknown): Record<string, unknown>[] {
  if (Array.isArray(value)) return value.flatMap(objectsIn);
  return isObject(value) ? [value, ...Object.values(value).flatMap(objectsIn)] : [];
}
