import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Problem } from '../errors.ts';
import { errorCode, isMissing } from './directories.ts';
import { each } from './each.ts';
import { parseRecord, pathIn, stampIn, stringIn, type JsonRecord } from './transcript/record.ts';

/** A background job of Claude Code, `<config>/jobs/<id>/state.json` (seen in 2.1.330). It stays when the job has ended. */
export type Job = {
  readonly id: string;
  readonly sessionId: string;
  /** `working`, `blocked`, `done`, `failed`, `stopped`, `crashed`; an open set. At the end of a turn a model's judgement. */
  readonly state: string | null;
  readonly detail: string | null;
  /** What a person must do ("approve Bash: npm run lint"). */
  readonly needs: string | null;
  /** The prompt that the job was started with. */
  readonly intent: string | null;
  readonly name: string | null;
  readonly nameSource: string | null;
  /** The directory that it was started from. */
  readonly cwd: string | null;
  /** The worktree that it made for itself. */
  readonly worktreePath: string | null;
  readonly updatedAt: string | null;
  readonly endedAt: string | null;
  readonly version: string | null;
};

export type Jobs = { readonly jobs: readonly Job[]; readonly problems: readonly Problem[] };

/** Reads every job of one config directory. The daemon's roster beside them holds tokens and is never opened. */
export async function readJobs(configDirectory: string): Promise<Jobs> {
  const folder = join(configDirectory, 'jobs');
  let names: string[];
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    names = entries
      .filter((entry) => entry.isDirectory() && /^[\w-]{1,100}$/u.test(entry.name))
      .map(({ name }) => name);
  } catch (error) {
    return { jobs: [], problems: isMissing(error) ? [] : [problem(folder, errorCode(error))] };
  }
  const problems: Problem[] = [];
  const jobs = await each(names.toSorted(), 16, async (name) => {
    const path = join(folder, name, 'state.json');
    try {
      const parsed = parseRecord(await readFile(path, 'utf8'));
      if (parsed === null) problems.push(problem(path, 'not a complete record'));
      return parsed === null ? null : toJob(name, parsed);
    } catch (error) {
      if (!isMissing(error)) problems.push(problem(path, errorCode(error)));
      return null;
    }
  });
  return { jobs: jobs.filter((job) => job !== null), problems };
}

export function toJob(id: string, parsed: JsonRecord): Job | null {
  const sessionId = stringIn(parsed, 'resumeSessionId') ?? stringIn(parsed, 'sessionId');
  if (sessionId === null || !/^[\w-]{1,100}$/u.test(sessionId)) return null;
  return {
    id,
    sessionId,
    state: stringIn(parsed, 'state'),
    detail: stringIn(parsed, 'detail'),
    needs: stringIn(parsed, 'needs'),
    intent: stringIn(parsed, 'intent'),
    name: stringIn(parsed, 'name'),
    nameSource: stringIn(parsed, 'nameSource'),
    cwd: pathIn(parsed, 'cwd'),
    worktreePath: pathIn(parsed, 'worktreePath'),
    updatedAt: stampIn(parsed, 'updatedAt'),
    endedAt: stampIn(parsed, 'lastTerminalAt') ?? stampIn(parsed, 'firstTerminalAt'),
    version: stringIn(parsed, 'cliVersion'),
  };
}

function problem(path: string, reason: string): Problem {
  return { code: 'REGISTRY_UNREADABLE', message: `Could not read ${path}: ${reason}` };
}
