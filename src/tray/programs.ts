import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** How the tray starts other programs: by name and arguments, never through a shell, with nothing of ours to write to. */
export type Programs = {
  /** Starts a program that goes on by itself. Answers whether it could be started. */
  readonly start: (argv: readonly string[]) => Promise<boolean>;
  /** Runs a program to its end; `null` when it could not be started or took too long. */
  readonly run: (argv: readonly string[], options?: RunOptions) => Promise<Ran | null>;
  /** Starts a program that is spoken to in lines, until it ends. */
  readonly converse: (argv: readonly string[], onLine: (line: string) => void) => Conversation;
};

export type RunOptions = {
  /** What it reads on standard input. */
  readonly input?: string;
  /** Milliseconds. */
  readonly within?: number;
};

export type Ran = { readonly exitCode: number; readonly stdout: string };

export type Conversation = {
  readonly say: (line: string) => void;
  readonly end: () => void;
  /** Resolves when the program is gone; with why, when it never was there. */
  readonly ended: Promise<string | null>;
};

export type ProgramsOptions = {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Where programs are started, so that none is at home in a worktree. */
  readonly directory: string;
};

/** Most characters of an output that are kept. */
const most = 1024 * 1024;

export function openPrograms({ env, directory }: ProgramsOptions): Programs {
  const shared = { env: { ...env }, cwd: directory, windowsHide: true };
  return {
    start: ([file = '', ...args]) =>
      new Promise((resolve) => {
        const child = spawn(file, args, { ...shared, detached: true, stdio: 'ignore' });
        child.on('error', () => resolve(false));
        child.on('spawn', () => resolve(true));
        child.unref();
      }),
    run: ([file = '', ...args], { input, within = 10_000 } = {}) =>
      new Promise((resolve) => {
        const reads = input === undefined ? 'ignore' : 'pipe';
        // A program that stays behind to hold a clipboard would keep a pipe open: its output is not asked for.
        const writes = input === undefined ? 'pipe' : 'ignore';
        const child = spawn(file, args, { ...shared, stdio: [reads, writes, 'ignore'], timeout: within });
        let stdout = '';
        child.stdout?.setEncoding('utf8').on('data', (text: string) => {
          if (stdout.length < most) stdout += text;
        });
        child.on('error', () => resolve(null));
        const end = (exitCode: number | null) => resolve(exitCode === null ? null : { exitCode, stdout });
        child.on(input === undefined ? 'close' : 'exit', end);
        // The program may end without having read.
        child.stdin?.on('error', () => {});
        child.stdin?.end(input);
      }),
    converse: ([file = '', ...args], onLine) => {
      const child = spawn(file, args, { ...shared, stdio: ['pipe', 'pipe', 'ignore'] });
      const { promise: ended, resolve } = Promise.withResolvers<string | null>();
      child.on('error', (error) => resolve(error.message));
      child.on('close', () => resolve(null));
      child.stdin.on('error', () => {});
      createInterface({ input: child.stdout }).on('line', onLine);
      return {
        say: (line) => void child.stdin.write(`${line}\n`),
        end: () => void child.stdin.end(),
        ended,
      };
    },
  };
}
