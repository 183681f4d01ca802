/**
 * Where the files of tests lie. Tests make and delete thousands of small ones, and a disk keeps track of each that was deleted;
 * a file system in memory does not, and takes a quarter off what git costs.
 */
import { accessSync, constants, readFileSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';

const memory = '/dev/shm';

/** Moves the temporary directory into memory where there is such a place with plenty of room, unless somebody chose another. */
export function useMemory(env: NodeJS.ProcessEnv): void {
  const chosen = ['TMPDIR', 'TMP', 'TEMP'].some((name) => env[name] !== undefined);
  if (!chosen && isRoomy()) env['TMPDIR'] = memory;
}

/** The temporary directory for what is to be found again by a later run. */
export function lastingTmpdir(): string {
  return process.env['TMPDIR'] === memory ? '/tmp' : tmpdir();
}

/** In memory, open to us, with several times the room that a run takes (40 MB), and programs may be run from it: hooks lie there. */
function isRoomy(): boolean {
  try {
    accessSync(memory, constants.W_OK);
    const { bavail, bsize } = statfsSync(memory);
    const mounts = readFileSync('/proc/self/mounts', 'utf8').split('\n');
    const [, , type, options = ''] = mounts.findLast((line) => line.split(' ')[1] === memory)?.split(' ') ?? [];
    return type === 'tmpfs' && !options.split(',').includes('noexec') && bavail * bsize > 2 ** 28;
  } catch {
    return false; // no such place
  }
}
