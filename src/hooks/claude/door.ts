import { homedir } from 'node:os';
import { isAlive } from '../../alive.ts';
import { cacheDirectory } from '../../places.ts';
import { parseHook, type HookEvent, type HookFault } from '../../whisper/hook-input.ts';
import { noteFault } from '../../whisper/hook-log.ts';
import { answerHook, type HookWorld } from './answer.ts';

/**
 * `kg hook claude`: reads the event on standard input and prints the answer, or nothing. Always ends with 0, whatever comes in
 * and whatever fails: a hook of ours must never stop a session. What could not be answered is counted for `kg doctor`.
 */
export async function claudeHook(process: NodeJS.Process): Promise<void> {
  const { env, platform, execPath, argv } = process;
  const home = homedir();
  const now = () => new Date();
  const cache = cacheDirectory({ env, home, platform });
  const fail = (fault: HookFault) => noteFault(cache, { at: now(), fault });
  const leave = (milliseconds: number) =>
    setTimeout(() => {
      fail('no answer in time');
      process.exit(0);
    }, milliseconds).unref();
  let limit = leave(longest.input);
  try {
    const event = await readEvent(process.stdin);
    clearTimeout(limit);
    if (typeof event === 'string') {
      fail(event);
      return;
    }
    limit = leave(longest[event.kind]);
    const open = async (directory: string) => {
      const { openKg } = await import('../../kg.ts');
      return openKg({ env, home, platform, now, directory, concurrency: 4, needs: 'nothing' });
    };
    const world: HookWorld = {
      env,
      home,
      platform,
      cache,
      now,
      node: execPath,
      self: argv[1] ?? '',
      isAlive: (pid) => isAlive(() => process.kill(pid, 0)),
      open,
      patience: Math.max(100, PATIENCE - performance.now()),
    };
    const answer = await answerHook(event, world);
    if (answer !== null) process.stdout.write(`${JSON.stringify(answer)}\n`);
  } catch {
    fail('failed');
  } finally {
    clearTimeout(limit);
    // A look that took too long may still be running.
    process.stdout.write('', () => process.exit(0));
  }
}

/** Milliseconds. The client gives the end of a session 1.5 s in all. */
const longest: Readonly<Record<HookEvent['kind'] | 'input', number>> = {
  input: 1000,
  'before edit': 1200,
  'after command': 1200,
  arrival: 4000,
  save: 1000,
};
const PATIENCE = 900;

const LARGEST = 16 * 1024 * 1024;

async function readEvent(stdin: NodeJS.ReadStream): Promise<HookEvent | HookFault> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stdin) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > LARGEST) return 'too large';
    chunks.push(bytes);
  }
  let value: unknown;
  try {
    value = JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    return 'no JSON';
  }
  return parseHook(value);
}
