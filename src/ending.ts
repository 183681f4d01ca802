const signals = ['SIGTERM', 'SIGHUP', 'SIGINT', 'SIGQUIT'] as const;

/**
 * Sees to it that `restore` runs however the process ends: by itself, by a signal or by a bug. A signal still ends the process
 * as a signal, so that the shell sees the truth. Answers how to take it back.
 */
export function onEnd(process: NodeJS.Process, restore: () => void): () => void {
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
 * Ends the process at once, whatever still hangs: leaving in the usual way waits for calls to a file system that may never
 * answer. Another program that does nothing takes the place of this one, which ends those calls with all that waits for them.
 */
export function leaveAtOnce(process: NodeJS.Process, exitCode: number): void {
  if (process.platform !== 'win32') process.execve?.('/bin/sh', ['sh', '-c', `exit ${exitCode}`], {});
  process.exit(exitCode);
}
