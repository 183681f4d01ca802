import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { isAlive } from '../alive.ts';
import { cacheDirectory } from '../places.ts';
import { claudeDirectories } from '../sessions/directories.ts';
import { noteFault } from '../whisper/hook-log.ts';
import { sessionsHere } from '../whisper/sessions-here.ts';
import { markPlace, markWarm } from '../whisper/warm.ts';
import { callerDirectory } from './caller.ts';
import { serve } from './server.ts';
import { served, servedTouch } from './served.ts';
import { tools } from './tools.ts';
import { openTouch } from './touch.ts';

/** `kg mcp`: serves until the client closes our standard input. `root`: the directory of the package. */
export function serveClaude(process: NodeJS.Process, root: string): void {
  const { env, platform, execPath, argv, pid, ppid } = process;
  const home = homedir();
  const now = () => new Date();
  const cache = cacheDirectory({ env, home, platform });
  const directories = () => claudeDirectories({ env, home, configured: [] });
  const alive = (one: number) => isAlive(() => process.kill(one, 0));
  const open = async (directory: string) => {
    const { openKg } = await import('../kg.ts');
    return openKg({ env, home, platform, now, directory, concurrency: 4, needs: 'project' });
  };
  const directory = () => callerDirectory({ directories: directories(), client: ppid, otherwise: process.cwd() });
  const touch = openTouch({
    cache,
    now,
    open,
    sessionsHere: (file, session) => sessionsHere({ directories: directories(), isAlive: alive })(file, session),
    fail: (fault) => noteFault(cache, { at: now(), fault }),
  });
  const warm = markWarm({ cache, client: ppid, server: pid, isAlive: alive });
  markPlace(cache, { node: execPath, self: argv[1] ?? '' });
  process.once('exit', warm.remove);
  const end = () => process.exit(0);
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.once(signal, end);
  serve({
    stdin: process.stdin,
    stdout: process.stdout,
    version: versionIn(root),
    tools: [...tools.map((tool) => served(tool, { home, directory, open })), servedTouch(touch)],
    onEnd: end,
  });
  // When the client has had its first answers; what a first command changes is told from here on.
  setTimeout(() => void touch.begin(directory()), 300).unref();
}

function versionIn(root: string): string {
  const manifest: unknown = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const named = typeof manifest === 'object' && manifest !== null && 'version' in manifest ? manifest.version : null;
  return typeof named === 'string' ? named : '0';
}
