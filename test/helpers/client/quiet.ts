import { readdirSync, readlinkSync } from 'node:fs';
import { until } from '../until.ts';
import type { Stage } from './stage.ts';

/** Waits until no process works in a stage's folders any more: no server of a session, and nothing that saves in the background. */
export async function untilQuiet({ home }: Pick<Stage, 'home'>): Promise<void> {
  await until({
    what: 'the last process in the folders of the stage to end',
    read: () => readdirSync('/proc').filter((name) => /^\d+$/u.test(name) && worksIn(home.root, name)),
    accept: (processes) => processes.length === 0,
  });
}

function worksIn(root: string, process: string): boolean {
  try {
    return `${readlinkSync(`/proc/${process}/cwd`)}/`.startsWith(`${root}/`);
  } catch {
    return false; // it has ended, or is somebody else's
  }
}
