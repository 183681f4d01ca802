import { batch } from './batch.ts';
import type { ProcessStart, ProcessTable, RunProgram } from './processes.ts';

/** Asks PowerShell once for all processes in question; a start is a FILETIME in decimal digits. */
export function openWindowsProcesses({ run }: { readonly run: RunProgram }): ProcessTable {
  return {
    startOf: batch(async (pids) => {
      const { stdout, exitCode } = await run(powershell, [...flags, script(pids)], {});
      const starts = parsePowerShell(stdout);
      if (exitCode !== 0 || starts === null) throw new Error('PowerShell failed');
      return starts;
    }),
    // The registry writes the host's name here, and pids have no namespaces.
    domain: async () => null,
  };
}

const powershell = String.raw`C:\Windows\System32\WindowsPowerShell\v1.0\powershell.exe`;

const flags = ['-NoLogo', '-NoProfile', '-NonInteractive', '-Command'];

/** Only digits reach the script. A process whose start may not be read prints a dash; the last line proves completeness. */
function script(pids: readonly number[]): string {
  return [
    `Get-Process -Id ${pids.map((pid) => Math.trunc(pid)).join(',')} -ErrorAction SilentlyContinue | ForEach-Object {`,
    `$s = '-'; try { $s = $_.StartTime.ToFileTimeUtc() } catch {}; "$($_.Id) $s" }; 'end'; exit 0`,
  ].join(' ');
}

/** Lines such as `4546 134087255178412345`; `null` when the output was cut off. */
export function parsePowerShell(stdout: string): ReadonlyMap<number, ProcessStart> | null {
  const lines = stdout.split(/\r?\n/u).map((line) => line.trim());
  if (!lines.includes('end')) return null;
  const starts = new Map<number, ProcessStart>();
  for (const line of lines) {
    const [, pid, start] = /^(\d+) (\d+|-)$/u.exec(line) ?? [];
    if (pid === undefined || start === undefined) continue;
    const unknown = { state: 'unknown', reason: 'the start of the process may not be read' } as const;
    starts.set(Number(pid), start === '-' ? unknown : { state: 'running', start });
  }
  return starts;
}
