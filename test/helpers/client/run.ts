import { execFile } from 'node:child_process';

/** How a program that was run to its end ended, and what it printed. */
export type Run = { readonly code: number; readonly stdout: string; readonly stderr: string };

/** Runs a program to its end with nothing on its standard input. */
export function run(options: {
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}): Promise<Run> {
  return new Promise((resolve, reject) => {
    const { file, args, ...rest } = options;
    const settings = { ...rest, timeout: 60_000, killSignal: 'SIGKILL', maxBuffer: 64 * 2 ** 20 } as const;
    const child = execFile(file, args, settings, (error, stdout, stderr) => {
      if (error !== null && typeof error.code !== 'number') reject(error);
      else resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr });
    });
    child.stdin?.end();
  });
}
