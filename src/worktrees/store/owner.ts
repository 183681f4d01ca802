import { readdirSync, readlinkSync, rmSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { cacheName } from './name.ts';

/** The process that works in a store. What it leaves half-done there is known by its name. */
export type Owner = {
  readonly pid: number;
  readonly isAlive: (pid: number) => boolean;
  /** Runs `restore` when the process ends before its work does. A later one under the same key takes the place of the first. */
  readonly atEnd: (key: string, restore: () => void) => void;
};

/**
 * How the names of temporary files begin: with the machine and the process id. A process id means something only where it was
 * given, and a cache can be shared by machines and by containers.
 */
export function ownerPrefix({ pid }: Pick<Owner, 'pid'>): string {
  return `${machine()}-${pid}-`;
}

function machine(): string {
  return cacheName(`${hostname()} ${processSpace()}`);
}

/** Names the set of processes that this one can see; only Linux has several (pid_namespaces(7)). */
function processSpace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    return '';
  }
}

/** Removes what processes that are gone have left in a store, and leaves alone what may be somebody's. */
export function removeOrphans(store: string, { isAlive }: Owner): void {
  const run = join(store, 'run');
  const names = namesIn(run);
  if (names.length === 0) return;
  const here = `${machine()}-`;
  const orphans = names.filter((name) => {
    const pid = name.startsWith(here) ? /^(\d+)-/u.exec(name.slice(here.length))?.[1] : undefined;
    return pid !== undefined && !isAlive(Number(pid));
  });
  for (const name of orphans) removeWhole(join(run, name));
  if (orphans.length > 0) removeTorn(store);
}

/**
 * Removes what this process has in a store, at once: it is about to end. Programs that it has killed may still finish the call
 * to the file system that they were in, so it waits a moment and looks again.
 */
export function removeOwn(store: string, owner: Owner): void {
  const run = join(store, 'run');
  const prefix = ownerPrefix(owner);
  for (let tries = 0; tries < TRIES; tries += 1) {
    const own = namesIn(run).filter((name) => name.startsWith(prefix));
    if (own.length === 0) return;
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE);
    for (const name of own) rmSync(join(run, name), { recursive: true, force: true });
    removeTorn(store);
  }
}

const TRIES = 5;
/** Milliseconds. */
const PAUSE = 20;

/** Objects that a git which was killed had not finished. Nobody says whose they are, so only where nobody is at work. */
function removeTorn(store: string): void {
  if (namesIn(join(store, 'run')).length > 0) return;
  const objects = join(store, 'objects');
  for (const name of namesIn(objects)) {
    const torn = namesIn(join(objects, name)).filter((file) => file.startsWith('tmp_'));
    for (const file of torn) rmSync(join(objects, name, file), { force: true });
  }
}

/** What cannot be removed now can be the next time. */
function removeWhole(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true });
  } catch {
    // Another kg is at it.
  }
}

function namesIn(directory: string): readonly string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}
