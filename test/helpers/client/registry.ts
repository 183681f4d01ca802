/** The client's live record, `sessions/<pid>.json` in its config directory, as the client itself writes it. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { numberField, optionalText, parseObject, textField, type Fields } from './fields.ts';

export type LiveRecord = {
  readonly pid: number;
  readonly sessionId: string;
  readonly cwd: string;
  readonly kind: string;
  readonly entrypoint: string;
  readonly version: string;
  /** The start of the process in the form of the platform; on Linux field 22 of `/proc/<pid>/stat`. */
  readonly procStart: string | null;
  /** `null` for a moment after the start. */
  readonly status: string | null;
  readonly waitingFor: string | null;
  readonly name: string | null;
  /** All fields, for what is not named here. */
  readonly fields: Fields;
};

function recordPath(config: string, pid: number): string {
  return join(config, 'sessions', `${pid}.json`);
}

/** `none`: there is no record; `torn`: caught in the middle of being written. */
function readRecord(config: string, pid: number): LiveRecord | 'none' | 'torn' {
  let text: string;
  try {
    text = readFileSync(recordPath(config, pid), 'utf8');
  } catch {
    return 'none';
  }
  return isWhole(text) ? parseLiveRecord(text, `sessions/${pid}.json`) : 'torn';
}

function parseLiveRecord(text: string, source: string): LiveRecord {
  const fields = parseObject(text, source);
  return {
    pid: numberField(fields, 'pid'),
    sessionId: textField(fields, 'sessionId'),
    cwd: textField(fields, 'cwd'),
    kind: textField(fields, 'kind'),
    entrypoint: textField(fields, 'entrypoint'),
    version: textField(fields, 'version'),
    procStart: optionalText(fields, 'procStart'),
    status: optionalText(fields, 'status'),
    waitingFor: optionalText(fields, 'waitingFor'),
    name: optionalText(fields, 'name'),
    fields,
  };
}

/** The file is written in place, so half of it can be read. */
function isWhole(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** One state of the record that was seen, and when (milliseconds since the epoch). `null`: there is none. */
export type Edge = { readonly at: number; readonly record: LiveRecord | null };

export type RecordWatch = {
  readonly current: () => LiveRecord | null;
  /** Every state that differs from the one before in status, what it waits for, session or directory. */
  readonly edges: () => readonly Edge[];
  /** A format that could not be read, if one was met. */
  readonly failure: () => Error | null;
  readonly close: () => void;
};

/** Looks at the record every 5 ms: small enough to time the edges of a client by. */
export function watchRecord(config: string, pid: number): RecordWatch {
  const edges: Edge[] = [];
  let last: LiveRecord | null = null;
  let failure: Error | null = null;

  const look = () => {
    const found = readQuietly(config, pid);
    if (found instanceof Error) failure = found;
    if (found === 'torn' || found instanceof Error) return;
    const record = found === 'none' ? null : found;
    if (stateOf(record) !== stateOf(last)) edges.push({ at: Date.now(), record });
    last = record;
  };
  const timer = setInterval(look, 5);

  return {
    current: () => {
      look();
      return last;
    },
    edges: () => [...edges],
    failure: () => failure,
    close: () => clearInterval(timer),
  };
}

/** A failure inside a timer would end the process; it is kept for whoever waits for the record. */
function readQuietly(config: string, pid: number): LiveRecord | 'none' | 'torn' | Error {
  try {
    return readRecord(config, pid);
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

function stateOf(record: LiveRecord | null): string {
  return record === null ? '' : JSON.stringify([record.status, record.waitingFor, record.sessionId, record.cwd]);
}

/** All live records of a config directory. */
export function readRecords(config: string): readonly LiveRecord[] {
  const directory = join(config, 'sessions');
  const files = existsSync(directory) ? readdirSync(directory) : [];
  return files
    .flatMap((file) => /^(\d+)\.json$/u.exec(file)?.[1] ?? [])
    .map((pid) => readRecord(config, Number(pid)))
    .filter((record) => typeof record === 'object');
}
