import { isAlive } from './alive.ts';
import type { Life } from './kg.ts';

/** What a person or the system ends a program with. */
const everySignal = ['SIGTERM', 'SIGHUP', 'SIGINT', 'SIGQUIT'] as const;

/** Without those of the keyboard, which are for whoever has the terminal. */
export const awaySignals = ['SIGTERM', 'SIGHUP'] as const;

/**
 * Sees to it that `restore` runs however the process ends: by itself, by a signal or by a bug. A signal still ends the process
 * as a signal, so that the shell sees the truth. Answers how to take it back.
 */
export function onEnd(
  process: NodeJS.Process,
  restore: () => void,
  signals: readonly NodeJS.Signals[] = everySignal,
): () => void {
  const bySignal = (signal: NodeJS.Signals) => {
    forget();
    restore();
    process.kill(process.pid, signal);
  };
  const forget = () => {
    process.off('exit', restore);
    for (const signal of signals) process.off(signal, bySignal);
  };
  process.on('exit', restore);
  for (const signal of signals) process.on(signal, bySignal);
  return forget;
}

/**
 * Opens what lets those below end with the process: git and all that it has started is killed, then everything temporary is
 * removed, then the process goes the way of the signal.
 */
export function openLife(process: NodeJS.Process): Life {
  const ending = new AbortController();
  const restores = new Map<string, () => void>();
  onEnd(process, () => {
    ending.abort();
    for (const restore of restores.values()) restore();
  });
  const endGroup = (id: number): void => {
    try {
      process.kill(-id, 'SIGKILL');
    } catch {
      // All of it has ended by itself.
    }
  };
  return {
    pid: process.pid,
    isAlive: (pid) => isAlive(() => process.kill(pid, 0)),
    atEnd: (key, restore) => restores.set(key, restore),
    signal: ending.signal,
    ...(process.platform === 'win32' ? {} : { endGroup }),
  };
}

/**
 * As a shell does it with Ctrl-Z: the process stops, and goes on with `fg`. Who is stopped is not told when the window changes its
 * size, so that is asked anew afterwards. On Windows no shell can stop a process: it goes on at once.
 */
export function suspend(process: NodeJS.Process, resumed: () => void): void {
  if (process.platform === 'win32') {
    resumed();
    return;
  }
  process.once('SIGCONT', () => {
    resumed();
    process.kill(process.pid, 'SIGWINCH');
  });
  process.kill(process.pid, 'SIGTSTP');
}

/**
 * Ends the process at once, whatever still hangs: leaving in the usual way waits for calls to a file system that may never
 * answer. Another program that does nothing takes the place of this one, which ends those calls with all that waits for them.
 */
export function leaveAtOnce(process: NodeJS.Process, exitCode: number): void {
  if (process.platform !== 'win32') process.execve?.('/bin/sh', ['sh', '-c', `exit ${exitCode}`], {});
  process.exit(exitCode);
}
