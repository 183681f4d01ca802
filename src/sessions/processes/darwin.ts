import { batch } from './batch.ts';
import type { ProcessStart, ProcessTable, RunProgram } from './processes.ts';

/** Asks `ps` for the start of all processes in question at once, in the notation of the registry: UTC, C locale. */
export function openDarwinProcesses({ run }: { readonly run: RunProgram }): ProcessTable {
  return {
    startOf: batch(async (pids) => {
      const args = ['-o', 'pid=,stat=,lstart=', '-p', pids.join(',')];
      const { stdout, exitCode } = await run('/bin/ps', args, { LC_ALL: 'C', TZ: 'UTC' });
      // `ps` exits with 1 both when none of the processes runs and when it failed; then it prints no line.
      if (exitCode > 1) throw new Error('ps failed');
      return parsePs(stdout);
    }),
    // The registry's word for every Mac; a container that shares the home directory writes more than that.
    domain: async () => 'linux',
  };
}

/** Lines such as `  501 S+   Sun Nov 22 14:58:37 2026    `. */
export function parsePs(stdout: string): ReadonlyMap<number, ProcessStart> {
  const starts = new Map<number, ProcessStart>();
  for (const line of stdout.split('\n')) {
    const [, pid, state, start] = /^\s*(\d+)\s+(\S+)\s+(\S.*?)\s*$/u.exec(line) ?? [];
    if (pid === undefined || state === undefined || start === undefined) continue;
    starts.set(Number(pid), state.startsWith('Z') ? { state: 'gone' } : { state: 'running', start });
  }
  return starts;
}
