import { randomUUID } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ProcessTable } from '../sessions/processes/processes.ts';
import { isErrorCode } from '../worktrees/file-error.ts';

export type Instance = {
  /** Lets it go. May be called in the last moment of the process. */
  readonly release: () => void;
  /**
   * Makes sure that it is still ours, taking it again where the lock has gone; answers the process that has it otherwise. The
   * directory of the lock may have ended with a login.
   */
  readonly renew: () => Promise<number | null>;
};

/** Either we are the only tray, or somebody else is. */
export type Claim = { readonly instance: Instance } | { readonly other: number };

export type InstanceOptions = {
  /** Where the lock lies: the person's runtime directory, else kg's cache. */
  readonly directory: string;
  readonly pid: number;
  readonly processes: ProcessTable;
};

/**
 * Sees to it that one person runs one tray. The lock names a process and its start, so that one left behind by a crash, or whose
 * number has gone to another program, holds nobody back.
 */
export async function claimInstance({ directory, pid, processes }: InstanceOptions): Promise<Claim> {
  const file = join(directory, 'tray.lock');
  const own = await processes.startOf(pid);
  const text = JSON.stringify({ pid, start: own.state === 'running' ? own.start : null });
  const renew = async (): Promise<number | null> => {
    await mkdir(directory, { recursive: true, mode: 0o700 });
    for (let attempt = 0; attempt < 3; attempt += 1) {
      if ((await create(file, text)) || readNow(file) === text) return null;
      const other = await holder(file, processes);
      if (other !== null) return other;
      await rm(file, { force: true });
    }
    throw new Error('the lock of kg tray changes hands faster than it can be read');
  };
  const release = () => {
    if (readNow(file) === text) rmSync(file, { force: true });
  };
  const other = await renew();
  return other === null ? { instance: { release, renew } } : { other };
}

function readNow(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}

/** The lock appears whole or not at all: half of one would be taken for none. */
async function create(file: string, text: string): Promise<boolean> {
  const beside = `${file}.${randomUUID()}`;
  try {
    await writeFile(beside, text, { mode: 0o600, flag: 'wx' });
    await link(beside, file);
    return true;
  } catch (error) {
    if (isErrorCode(error, 'EEXIST')) return false;
    throw error;
  } finally {
    await rm(beside, { force: true });
  }
}

/** The process that holds the lock; `null` when it is gone, or the file says nothing. */
async function holder(file: string, processes: ProcessTable): Promise<number | null> {
  const text = await readFile(file, 'utf8').catch(() => '');
  const found = /^\{"pid":(\d{1,10}),"start":(?:"([^"]*)"|null)\}$/u.exec(text);
  if (found === null) return null;
  const pid = Number(found[1]);
  const now = await processes.startOf(pid);
  if (now.state === 'unknown') return pid;
  return now.state === 'running' && (found[2] === undefined || found[2] === now.start) ? pid : null;
}

/** Where what lives only as long as the person is logged in is kept. */
export function runtimeDirectory({
  env,
  cache,
}: {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cache: string;
}): string {
  const { XDG_RUNTIME_DIR: runtime } = env;
  return runtime !== undefined && runtime.startsWith('/') ? join(runtime, 'keepgoing') : join(cache, 'tray');
}
