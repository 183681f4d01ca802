import { errorCode } from '../directories.ts';
import type { ProcessStart } from './processes.ts';

/**
 * Joins the questions asked in one turn of the event loop into one: where only a program can tell when a process started,
 * one program is started for all of them.
 */
export function batch(
  startsOf: (pids: readonly number[]) => Promise<ReadonlyMap<number, ProcessStart>>,
): (pid: number) => Promise<ProcessStart> {
  let asked = new Set<number>();
  let answer: Promise<ReadonlyMap<number, ProcessStart>> | null = null;
  return async (pid) => {
    asked.add(pid);
    answer ??= new Promise<void>((resolve) => setImmediate(resolve)).then(() => {
      const pids = [...asked];
      asked = new Set();
      answer = null;
      return startsOf(pids);
    });
    try {
      return (await answer).get(pid) ?? { state: 'gone' };
    } catch (error) {
      return { state: 'unknown', reason: `the process list could not be read: ${errorCode(error)}` };
    }
  };
}
