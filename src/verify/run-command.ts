import { spawn } from 'node:child_process';
import type { Life } from '../kg.ts';

export type CommandResult = {
  /** `null`: ended by a signal, or by the time limit. */
  readonly exitCode: number | null;
  readonly timedOut: boolean;
  /** Both streams as they came, the end of it where there is much. */
  readonly output: string;
};

/**
 * Runs a command line through the shell. It must be the person's own words, typed for this one call: never from a config, a
 * repository or a session. Standard input is empty. All that the command starts is a group of processes of its own, which ends
 * with it: in time, out of time, and with kg.
 */
export function runCommand(asked: {
  readonly command: string;
  readonly directory: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly timeoutMs: number;
  /** The process that kg runs in. */
  readonly life?: Pick<Life, 'signal' | 'endGroup'>;
}): Promise<CommandResult> {
  const { command, directory: cwd, env, timeoutMs, life } = asked;
  const { endGroup } = life ?? {};
  return new Promise((resolve, reject) => {
    const detached = endGroup !== undefined;
    const options = { shell: true, cwd, env, windowsHide: true, detached } as const;
    const child = spawn(command, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    let timedOut = false;
    const take = (chunk: Buffer): void => {
      output = (output + chunk.toString('utf8')).slice(-MOST);
    };
    const endAll = (): void => {
      if (child.pid !== undefined) endGroup?.(child.pid);
    };
    const stop = (): void => {
      endAll();
      child.kill('SIGKILL');
      // Where there are no groups, what the shell has started may still hold the pipes.
      child.stdout.destroy();
      child.stderr.destroy();
    };
    const timer = setTimeout(() => {
      timedOut = true;
      stop();
    }, timeoutMs);
    life?.signal.addEventListener('abort', stop, { once: true });
    const settle = (): void => {
      clearTimeout(timer);
      life?.signal.removeEventListener('abort', stop);
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    child.on('error', (error) => {
      settle();
      reject(error);
    });
    // What was left in the background would go on in a directory that is about to be removed.
    child.on('exit', endAll);
    child.on('close', (code) => {
      settle();
      resolve({ exitCode: timedOut ? null : code, timedOut, output });
    });
  });
}

/** Characters of output that are kept. */
const MOST = 4 * 1024 * 1024;
