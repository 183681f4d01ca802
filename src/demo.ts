import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { buildDemo, type Demo } from './demo/build.ts';
import { endedProcess, handOver, startLiving, type Living } from './demo/programs.ts';
import { KgError } from './errors.ts';
import { openProcesses } from './sessions/processes/processes.ts';

export type DemoRun = {
  /** Where temporary directories are made. */
  readonly temporary: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly now: Date;
  readonly kg: { readonly node: string; readonly self: string };
  /** A command to run there; without one, the person's shell. */
  readonly command: readonly string[];
  /** Registers what must be put back however the process ends; answers how to take that back. */
  readonly onEnd: (restore: () => void) => () => void;
  /** Called when the world stands, before anybody enters it. */
  readonly onReady: (demo: Demo) => void;
};

/**
 * Builds the made-up world in a temporary directory, hands the terminal to a shell or a command in it, and takes all of it away
 * when that ends. Answers the exit code. Nothing outside of that directory is touched.
 */
export async function runDemo(options: DemoRun): Promise<number> {
  const { temporary, env, platform, now, kg, command, onEnd, onReady } = options;
  const root = await realpath(await mkdtemp(join(temporary, 'kg-demo-')));
  const forget = onEnd(() => rmSync(root, { recursive: true, force: true }));
  const living: Living[] = [];
  try {
    const demo = await buildDemo({
      root,
      env,
      now,
      kg,
      processes: openProcesses({ platform }),
      live: async () => {
        const one = await startLiving(platform, kg.node);
        living.push(one);
        return one.pid;
      },
      gone: () => endedProcess(platform, kg.node),
    });
    onReady(demo);
    const [program = shellOf(env, platform), ...args] = command;
    return await handOver({ program, args, cwd: demo.directory, env: demo.env }).catch((cause: unknown) => {
      throw new KgError('USAGE', { message: `Could not start ${program} in the demo` }, { cause });
    });
  } finally {
    await Promise.all(living.map(({ end }) => end()));
    await rm(root, { recursive: true, force: true });
    forget();
  }
}

function shellOf(env: DemoRun['env'], platform: NodeJS.Platform): string {
  return platform === 'win32' ? (env['ComSpec'] ?? 'cmd.exe') : (env['SHELL'] ?? '/bin/sh');
}
