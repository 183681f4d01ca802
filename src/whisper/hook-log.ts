import { appendFileSync, mkdirSync, readFileSync, renameSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fieldsOf } from './known.ts';
import { hookFaults, type HookFault } from './hook-input.ts';

/** What hooks could not answer, counted for `kg doctor`: a hook has nobody to tell. Times and reasons only, nothing of the input. */
export type HookLog = {
  readonly count: number;
  readonly faults: ReadonlyMap<HookFault, number>;
  readonly last: string | null;
};

/** Never throws and never waits: a hook goes on without it. */
export function noteFault(cache: string, { at, fault }: { readonly at: Date; readonly fault: HookFault }): void {
  const file = logFile(cache);
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    appendFileSync(file, `${JSON.stringify({ at: at.toISOString(), fault })}\n`, { mode: 0o600 });
    if (statSync(file).size > LARGEST) renameSync(file, olderFile(cache));
  } catch {
    // A cache that cannot be written is what doctor finds by itself.
  }
}

const LARGEST = 64 * 1024;

/** Reads the log and the one before it. */
export function readHookLog(cache: string): HookLog {
  const entries = [olderFile(cache), logFile(cache)].flatMap(readEntries);
  const faults = new Map<HookFault, number>();
  for (const { fault } of entries) faults.set(fault, (faults.get(fault) ?? 0) + 1);
  return { count: entries.length, faults, last: entries.at(-1)?.at ?? null };
}

function readEntries(file: string): readonly { readonly at: string; readonly fault: HookFault }[] {
  try {
    return readFileSync(file, 'utf8').split('\n').flatMap(entryOf);
  } catch {
    return [];
  }
}

function entryOf(line: string): readonly { readonly at: string; readonly fault: HookFault }[] {
  try {
    const { at, fault: said } = fieldsOf(JSON.parse(line));
    const fault = hookFaults.find((one) => one === said);
    return typeof at === 'string' && fault !== undefined ? [{ at, fault }] : [];
  } catch {
    // The last line is empty, and one may be torn.
    return [];
  }
}

/** Where the log lies, and the one before it. */
export function hookLogFiles(cache: string): readonly string[] {
  return [logFile(cache), olderFile(cache)];
}

function logFile(cache: string): string {
  return join(cache, 'whisper', 'hooks.log');
}

function olderFile(cache: string): string {
  return join(cache, 'whisper', 'hooks.old.log');
}
