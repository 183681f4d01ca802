import { homedir } from 'node:os';
import { isAlive } from '../alive.ts';
import { onEnd, openLife, suspend } from '../ending.ts';
import type { Life } from '../kg.ts';
import { keepWatch, type WatchFlags } from './keep-watch.ts';

/** `kg watch` on a terminal without oclif, so that its first frame is there before oclif would be. Sets the exit code. */
export async function openWatch(process: NodeJS.Process, flags: WatchFlags): Promise<void> {
  const { env, platform, stdin, stdout } = process;
  let life: Life | undefined;
  try {
    await keepWatch({
      world: {
        env,
        home: homedir(),
        platform,
        now: () => new Date(),
        stdin,
        stdout,
        isAlive: (pid) => isAlive(() => process.kill(pid, 0)),
        onEnd: (restore) => onEnd(process, restore),
        suspend: (resumed) => suspend(process, resumed),
        life: () => (life ??= openLife(process)),
      },
      directory: process.cwd(),
      flags,
    });
  } catch (error) {
    const { reportError } = await import('../report-error.ts');
    await reportError(error, { process, commands: [] });
  }
}
