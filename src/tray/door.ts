import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KgError } from '../errors.ts';
import type { Kg } from '../kg.ts';
import { openProcesses } from '../sessions/processes/processes.ts';
import { openGiveBack } from './give-back.ts';
import { claimInstance, runtimeDirectory } from './instance.ts';
import { busAddress } from './linux/bus.ts';
import { openLinuxBackend } from './linux/backend.ts';
import { readTrayMemory, saveTrayMemory } from './memory.ts';
import { openNativeBackend } from './native/backend.ts';
import { openPrograms } from './programs.ts';
import { runTray, type RunOptions } from './run.ts';

export type DoorOptions = Pick<RunOptions, 'open' | 'isAlive' | 'say' | 'errorLine' | 'pace'> & {
  readonly kg: Kg;
  readonly pid: number;
  readonly self: readonly string[];
  /** Registers what must happen however the process ends. */
  readonly onEnd: (restore: () => void) => () => void;
};

/** Runs the tray of this platform; answers the process of another one that already runs, or `null` when ours has ended. */
export async function openTray(options: DoorOptions): Promise<{ readonly other: number } | null> {
  const { kg, pid, self } = options;
  const { env, home, platform, cache, now } = kg;
  const directory = runtimeDirectory({ env, cache });
  const claim = await claimInstance({ directory, pid, processes: openProcesses({ platform }) });
  if ('other' in claim) return claim;
  const forget = options.onEnd(claim.instance.release);
  const programs = openPrograms({ env, directory: platform === 'win32' ? tmpdir() : home });
  try {
    await runTray({
      ...options,
      end: new AbortController(),
      // The first survey reads all there is, and later ones what is new. What reading it all takes, a process that ends gives back:
      // this one leaves its answers in the cache.
      prepare: () => programs.run([...self, 'tray', '--json'], { input: '', within: 180_000 }),
      onRest: openGiveBack(),
      memory: await readTrayMemory(cache),
      save: (memory) => saveTrayMemory(cache, memory),
      actions: { env, home, platform, now, programs, self, directory: join(directory, 'tray') },
      openBackend: (backend) => {
        // Where no lock can be kept, two icons are better than none.
        const rival = () => claim.instance.renew().catch(() => null);
        if (platform === 'linux') return openLinuxBackend({ ...backend, address: busAddress(env), pid, rival });
        if (platform === 'darwin' || platform === 'win32') return openNativeBackend({ ...backend, platform, programs });
        throw new KgError('USAGE', {
          message: `There is no tray for ${platform}; kg glance --format serves text bars`,
        });
      },
    });
    return null;
  } finally {
    claim.instance.release();
    forget();
  }
}
