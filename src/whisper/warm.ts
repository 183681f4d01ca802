import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Says that a server of ours answers the hooks of one client: a file named by the client's process with the server's in it. The
 * plugin's `kg.sh` reads it, so that no second process is started for the same question; a server that was killed is told by its
 * process.
 */
export function markWarm(options: {
  readonly cache: string;
  readonly client: number;
  readonly server: number;
  readonly isAlive: (pid: number) => boolean;
}): { readonly remove: () => void } {
  const { cache, client, server, isAlive } = options;
  const directory = join(cache, 'whisper', 'warm');
  const file = join(directory, String(client));
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    for (const name of readdirSync(directory)) {
      if (!/^\d+$/u.test(name) || !isAlive(Number(name))) rmSync(join(directory, name), { force: true });
    }
    writeFileSync(file, `${server}\n`, { mode: 0o600 });
  } catch {
    // Then every hook starts a process of its own, and finds the same.
  }
  return { remove: () => rmSync(file, { force: true }) };
}

/** Leaves word where kg is, for the plugin, whose own place tells nothing: two lines, the Node and the file that it runs. */
export function markPlace(cache: string, { node, self }: { readonly node: string; readonly self: string }): void {
  if (/\n/u.test(`${node}${self}`)) return;
  try {
    mkdirSync(cache, { recursive: true, mode: 0o700 });
    writeFileSync(placeFile(cache), `${node}\n${self}\n`, { mode: 0o600 });
  } catch {
    // The plugin looks for kg on PATH then.
  }
}

export function placeFile(cache: string): string {
  return join(cache, 'kg');
}
