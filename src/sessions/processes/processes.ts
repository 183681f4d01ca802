import { openDarwinProcesses } from './darwin.ts';
import { openLinuxProcesses } from './linux.ts';
import { openWindowsProcesses } from './windows.ts';
import { runProgram } from './run-program.ts';

/**
 * Whether a process runs, and when it started: a pid alone proves nothing, because pids are reused. `start` is in the
 * notation that Claude Code's registry uses on the same platform, so that the two can be compared.
 */
export type ProcessStart =
  | { readonly state: 'gone' }
  | { readonly state: 'running'; readonly start: string }
  | { readonly state: 'unknown'; readonly reason: string };

export type ProcessTable = {
  readonly startOf: (pid: number) => Promise<ProcessStart>;
  /** The machine and pid namespace that pids are looked up in, as the registry writes it; `null` when not known. */
  readonly domain: () => Promise<string | null>;
};

/** Starts a program without a shell; resolves with what it printed, whatever its exit code was. Rejects when it cannot start. */
export type RunProgram = (
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
) => Promise<{ readonly exitCode: number; readonly stdout: string }>;

export type ProcessesOptions = {
  readonly platform: string;
  /** How a program is started. Only tests give it. */
  readonly run?: RunProgram;
  /** Where the file system begins. Only tests give it. */
  readonly root?: string;
};

/** The process table of this platform. */
export function openProcesses({ platform, run = runProgram, root = '/' }: ProcessesOptions): ProcessTable {
  if (platform === 'linux' || platform === 'android') return openLinuxProcesses({ root });
  if (platform === 'darwin') return openDarwinProcesses({ run });
  if (platform === 'win32') return openWindowsProcesses({ run });
  const reason = `processes cannot be checked on ${platform}`;
  return { startOf: async () => ({ state: 'unknown', reason }), domain: async () => null };
}
