import { spawn } from 'node:child_process';

export type CommandResult = {
  /** `null`: ended by a signal, or by the time limit. */
  readonly exitCode: number | null;
  readonly timedOut: boolean;
  /** Both streams as they came, the end of it where there is much. */
  readonly output: string;
};

/**
 * Runs a command line through the shell. It must be the person's own words, typed for this one call: never from a config, a
 * repository or a session. Standard input is empty.
 */
export function runCommand(options: {
  readonly command: string;
  readonly directory: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly timeoutMs: number;
}): Promise<CommandResult> {
  const { command, directory: cwd, env, timeoutMs } = options;
  return new Promise((resolve, reject) => {
    const child = spawn(command, { shell: true, cwd, env, stdio: ['ignore', 'pipe', 'pipe'], windowsHide: true });
    let output = '';
    let timedOut = false;
    const take = (chunk: Buffer): void => {
      output = (output + chunk.toString('utf8')).slice(-MOST);
    };
    const timer = setTimeout(() => {
      timedOut = true;
      child.kill('SIGKILL');
      // What the shell has started may still hold the pipes.
      child.stdout.destroy();
      child.stderr.destroy();
    }, timeoutMs);
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    child.on('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
    child.on('close', (code) => {
      clearTimeout(timer);
      resolve({ exitCode: timedOut ? null : code, timedOut, output });
    });
  });
}

/** Characters of output that are kept. */
const MOST = 4 * 1024 * 1024;
