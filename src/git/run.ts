import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { KgError } from '../errors.ts';
import { sealedEnvironment } from './environment.ts';
import { findGit, programIdentity } from './find-git.ts';

/** One call of git: never through a shell, always with the sealed environment. */
export type GitCall = {
  /** Directory that git starts in. */
  readonly cwd: string;
  readonly args: readonly string[];
  /** Written to standard input, which is closed at once either way. */
  readonly input?: string | Buffer;
  /** Added to the sealed environment (a private index, an object directory). */
  readonly env?: Readonly<Record<string, string>>;
  /** Exit codes that are answers. Others throw `GIT_FAILED`. Default: only 0. */
  readonly answers?: readonly number[];
  /** It takes milliseconds and much waits for it: then it does not stand in the queue behind what takes its time. */
  readonly ahead?: boolean;
  /** How many git processes this one starts in its turn: they are counted too. Default: none. */
  readonly children?: number;
};

export type GitAnswer = {
  readonly exitCode: number;
  readonly stdout: Buffer;
  readonly stderr: string;
};

/** The one door to git. `started` counts the processes it has begun: tests hold it against a budget. */
export type Git = {
  readonly run: (call: GitCall) => Promise<GitAnswer>;
  readonly started: () => number;
  /** Stands for the program: another one after an update. */
  readonly identity: () => string;
};

export type GitOptions = {
  /** The process environment of kg; every inherited `GIT_*` variable is removed from it. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** How many git processes may run at a time. */
  readonly concurrency: number;
  /** The queue of another door, in place of one of its own: so many run at a time at both. */
  readonly queue?: Queue;
  /** A call that takes longer is ended and throws `GIT_FAILED` with `details.timedOut`. */
  readonly timeoutMs: number;
  /** Ends every call, and those that would come after, in the same way. */
  readonly signal?: AbortSignal;
  /** Ends a group of processes by the id of its first. With it git gets a group of its own, and its filters end with it. */
  readonly endGroup?: (id: number) => void;
};

/** Opens the door to git. Starts nothing by itself. */
export function openGit(options: GitOptions): Git {
  const environment = sealedEnvironment(options.env);
  const program = findGit(options.env['PATH']);
  const queue = options.queue ?? limit(options.concurrency);
  let started = 0;
  return {
    started: () => started,
    identity: () => programIdentity(program),
    run: (call) => {
      const begin = (): Promise<GitAnswer> => {
        started += 1 + (call.children ?? 0);
        return start(program, call, { ...environment, ...call.env }, options);
      };
      return call.ahead === true ? begin() : queue(begin);
    },
  };
}

/** The same door for calls that take milliseconds and that much waits for: they do not stand in the queue. */
export function ahead(git: Git): Git {
  return { ...git, run: (call) => git.run({ ...call, ahead: true }) };
}

function start(
  program: string,
  call: GitCall,
  env: NodeJS.ProcessEnv,
  { timeoutMs, signal, endGroup }: Pick<GitOptions, 'timeoutMs' | 'signal' | 'endGroup'>,
): Promise<GitAnswer> {
  if (signal?.aborted === true)
    return Promise.reject(callFailure(call, { exitCode: -1, stdout: Buffer.alloc(0), stderr: '' }, true));
  return new Promise((resolve, reject) => {
    // A pipe for an input that is not there would cost a socket a process.
    const stdin = call.input === undefined ? 'ignore' : 'pipe';
    const options = { cwd: call.cwd, env, windowsHide: true, detached: endGroup !== undefined } as const;
    const child = spawn(program, call.args, { ...options, stdio: [stdin, 'pipe', 'pipe'] });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    let timedOut = false;
    const end = (): void => {
      timedOut = true;
      if (endGroup !== undefined && child.pid !== undefined) endGroup(child.pid);
      child.kill('SIGKILL');
      // A filter that git was waiting for still holds the pipes: without this, its end would be waited for.
      child.stdout?.destroy();
      child.stderr?.destroy();
    };
    const timer = setTimeout(end, timeoutMs);
    signal?.addEventListener('abort', end, { once: true });
    const settle = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', end);
    };
    child.stdout?.on('data', (chunk: Buffer) => stdout.push(chunk));
    child.stderr?.on('data', (chunk: Buffer) => stderr.push(chunk));
    // A git that ends without reading its input breaks the pipe; its exit code tells what happened.
    child.stdin?.on('error', () => {});
    child.on('error', (cause: NodeJS.ErrnoException) => {
      settle();
      reject(startFailure(call, cause));
    });
    child.on('close', (code) => {
      settle();
      const answer = {
        exitCode: code ?? -1,
        stdout: Buffer.concat(stdout),
        stderr: Buffer.concat(stderr).toString('utf8'),
      };
      if (!timedOut && (call.answers ?? [0]).includes(answer.exitCode)) resolve(answer);
      else reject(callFailure(call, answer, timedOut));
    });
    child.stdin?.end(call.input);
  });
}

/** Node reports a missing directory and a missing program alike, as ENOENT of the program. */
function startFailure(call: GitCall, cause: NodeJS.ErrnoException): KgError {
  const missing = cause.code === 'ENOENT' && cause.path === cause.syscall?.replace(/^spawn /u, '');
  if (missing && existsSync(call.cwd)) return new KgError('GIT_MISSING', { cwd: call.cwd }, { cause });
  const stderr = missing ? `no such directory: ${call.cwd}` : cause.message;
  return new KgError('GIT_FAILED', { cwd: call.cwd, command: call.args[0], stderr }, { cause });
}

function callFailure(call: GitCall, answer: GitAnswer, timedOut: boolean): KgError {
  return new KgError('GIT_FAILED', {
    cwd: call.cwd,
    command: call.args[0],
    exitCode: answer.exitCode,
    stderr: answer.stderr.trim(),
    ...(timedOut ? { timedOut } : {}),
  });
}

/** Runs a task when its turn has come. */
export type Queue = <T>(task: () => Promise<T>) => Promise<T>;

/** Runs at most `size` tasks at a time, in the order in which they were handed in. */
export function limit(size: number): Queue {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (task) => {
    if (running >= size) await new Promise<void>((resolve) => waiting.push(resolve));
    else running += 1;
    try {
      return await task();
    } finally {
      const next = waiting.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  };
}
