import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Problem } from '../errors.ts';
import { errorCode, isMissing } from './directories.ts';
import { each } from './each.ts';
import { numberIn, parseRecord, pathIn, stringIn, timeIn, type JsonRecord } from './transcript/record.ts';

/**
 * One process in Claude Code's live registry, `<config>/sessions/<pid>.json` (seen in 2.1.197 to 2.1.330). A record is left
 * behind by a process that was killed, so it says what a process last said of itself, not that it runs.
 */
export type RegistryRecord = {
  readonly pid: number;
  readonly sessionId: string;
  readonly cwd: string | null;
  /** When the process started, in the notation of the platform: ticks, `ps` time or FILETIME. */
  readonly procStart: string | null;
  /** Machine and pid namespace that `pid` belongs to. */
  readonly pidDomain: string | null;
  readonly startedAt: string | null;
  readonly version: string | null;
  /** `interactive` (print mode too) or `bg`; an open set. */
  readonly kind: string | null;
  /** `cli`, `sdk-cli` (print mode), `claude-vscode`, …; an open set. */
  readonly entrypoint: string | null;
  readonly name: string | null;
  /** `derived` (from the folder), `user`, `auto`, `peer`; an open set. */
  readonly nameSource: string | null;
  /** `busy`, `idle`, `waiting`, `shell`; an open set, and absent at times. */
  readonly status: string | null;
  readonly waitingFor: string | null;
  readonly statusUpdatedAt: string | null;
  readonly updatedAt: string | null;
  readonly jobId: string | null;
};

export type Registry = {
  readonly records: readonly RegistryRecord[];
  readonly problems: readonly Problem[];
};

/** Reads every record of one config directory. Keys, sockets and files of other layouts beside them are left alone. */
export async function readRegistry(configDirectory: string): Promise<Registry> {
  const folder = join(configDirectory, 'sessions');
  let names: string[];
  try {
    names = await readdir(folder);
  } catch (error) {
    return { records: [], problems: isMissing(error) ? [] : [problem(folder, errorCode(error))] };
  }
  const files = names
    .filter((name) => /^\d{1,10}\.json$/u.test(name))
    .toSorted((a, b) => Number.parseInt(a) - Number.parseInt(b));
  const read = await each(files, 16, async (name) => readRecord(join(folder, name)));
  return {
    records: read.flatMap((answer) => (answer.record === null ? [] : [answer.record])),
    problems: read.flatMap((answer) => (answer.problem === null ? [] : [answer.problem])),
  };
}

type Answer = { readonly record: RegistryRecord | null; readonly problem: Problem | null };

/** The client writes in place, so a reader can meet an empty or half file: it is read again once, a moment later. */
async function readRecord(path: string): Promise<Answer> {
  for (const wait of [25, 0]) {
    try {
      const parsed = parseRecord(await readFile(path, 'utf8'));
      if (parsed !== null) return { record: toRecord(parsed), problem: null };
    } catch (error) {
      // The process ended meanwhile and took its record along.
      if (isMissing(error)) return { record: null, problem: null };
      return { record: null, problem: problem(path, errorCode(error)) };
    }
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
  }
  return { record: null, problem: problem(path, 'not a complete record') };
}

/** `null` for what is no session: spare workers and the background daemon itself. */
export function toRecord(parsed: JsonRecord): RegistryRecord | null {
  const pid = numberIn(parsed, 'pid');
  const sessionId = stringIn(parsed, 'sessionId');
  const kind = stringIn(parsed, 'kind');
  if (pid === null || !Number.isInteger(pid) || pid <= 0 || pid > 0xffff_ffff) return null;
  if (sessionId === null || !/^[\w-]{1,100}$/u.test(sessionId)) return null;
  if (parsed['spare'] === true || kind === 'daemon' || kind === 'daemon-worker') return null;
  const fileTime = numberIn(parsed, 'procStartFt');
  return {
    pid,
    sessionId,
    cwd: pathIn(parsed, 'cwd'),
    procStart:
      stringIn(parsed, 'procStart') ?? stringIn(parsed, 'procStartFt') ?? (fileTime === null ? null : String(fileTime)),
    pidDomain: stringIn(parsed, 'pidDomain'),
    startedAt: timeIn(parsed, 'startedAt'),
    version: stringIn(parsed, 'version'),
    kind,
    entrypoint: stringIn(parsed, 'entrypoint'),
    name: stringIn(parsed, 'name'),
    nameSource: stringIn(parsed, 'nameSource'),
    status: stringIn(parsed, 'status'),
    waitingFor: stringIn(parsed, 'waitingFor'),
    statusUpdatedAt: timeIn(parsed, 'statusUpdatedAt'),
    updatedAt: timeIn(parsed, 'updatedAt'),
    jobId: stringIn(parsed, 'jobId'),
  };
}

function problem(path: string, reason: string): Problem {
  return { code: 'REGISTRY_UNREADABLE', message: `Could not read ${path}: ${reason}` };
}
