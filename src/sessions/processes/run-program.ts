import { execFile } from 'node:child_process';
import type { RunProgram } from './processes.ts';

/** Starts a program of the system without a shell, for at most five seconds. */
export const runProgram: RunProgram = (command, args, env) =>
  new Promise((resolve, reject) => {
    const options = { env, timeout: 5000, windowsHide: true, maxBuffer: 4 * 1024 * 1024 };
    execFile(command, args, options, (error, stdout) => {
      if (error !== null && typeof error.code !== 'number') reject(error);
      else resolve({ exitCode: typeof error?.code === 'number' ? error.code : 0, stdout });
    });
  });
