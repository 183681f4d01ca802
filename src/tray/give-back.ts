import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * A survey makes much that is soon forgotten, and V8 keeps the room for it: fine for a program that goes on like that, wasted in
 * one that then rests for minutes. Answers what gives the room back to the system, which takes some hundredths of a second.
 */
export function openGiveBack(): () => void {
  setFlagsFromString('--optimize-for-size');
  setFlagsFromString('--semi-space-growth-factor=1');
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  if (typeof collect !== 'function') return () => {};
  return () => void collect({ type: 'major', execution: 'sync', flavor: 'last-resort' });
}
