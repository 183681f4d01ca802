import { readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode } from '../directories.ts';
import type { ProcessStart, ProcessTable } from './processes.ts';

/** Reads `/proc`. The start of a process is field 22 of its `stat`: clock ticks since boot (man 5 proc_pid_stat). */
export function openLinuxProcesses({ root }: { readonly root: string }): ProcessTable {
  return {
    startOf: async (pid) => {
      try {
        return parseStat(await readFile(join(root, 'proc', String(pid), 'stat'), 'latin1'));
      } catch (error) {
        const code = errorCode(error);
        // ESRCH: the process ended between the opening and the reading.
        if (code === 'ENOENT' || code === 'ESRCH') return procMissing(root);
        return { state: 'unknown', reason: `/proc/${pid}/stat: ${code}` };
      }
    },
    // The registry leaves out what the machine does not tell (some containers have no machine id).
    domain: async () => {
      const [machine, namespace] = await Promise.all([
        readFile(join(root, 'etc/machine-id'), 'utf8').catch(() => ''),
        readlink(join(root, 'proc/self/ns/pid')).catch(() => ''),
      ]);
      return `linux:${machine.trim()}:${namespace}`;
    },
  };
}

/** Without any `/proc`, the absence of one process in it proves nothing. */
async function procMissing(root: string): Promise<ProcessStart> {
  try {
    await readlink(join(root, 'proc/self'));
    return { state: 'gone' };
  } catch (error) {
    return { state: 'unknown', reason: `/proc: ${errorCode(error)}` };
  }
}

/** The second field is the program's name in parentheses, which may itself hold spaces and parentheses. */
export function parseStat(stat: string): ProcessStart {
  const end = stat.lastIndexOf(')');
  const fields = end === -1 ? [] : stat.slice(end + 2).split(' ');
  const [state] = fields;
  const start = fields[19];
  if (state === undefined || start === undefined || !/^\d+$/u.test(start)) {
    return { state: 'unknown', reason: 'unreadable /proc stat' };
  }
  // A zombie has ended: only its parent has not asked yet how.
  return state === 'Z' || state === 'X' ? { state: 'gone' } : { state: 'running', start };
}
