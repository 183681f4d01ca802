import { createHash } from 'node:crypto';
import { mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { encodePath } from '../../git/path.ts';
import type { ProcessTable } from '../../sessions/processes/processes.ts';

/** Who saves or prunes: a process by its id (`null` when nobody says), and the table that tells whether one still runs. */
export type Writer = { readonly pid: number | null; readonly processes: ProcessTable };

/** `save`: objects are being written for a manifest that is not there yet. `prune`: objects are being removed. */
export type ClaimKind = 'save' | 'prune';

export type Claim = { readonly kind: ClaimKind; readonly id: string; readonly release: () => Promise<void> };

/**
 * Says that this process is at work, by an empty file whose name holds all: what it does, for which id, and the process with the
 * time at which it started. Such a file is there or not, never half; and one whose process is gone can be removed by anybody,
 * since no other process will ever have that name.
 */
export async function claim(options: {
  readonly claims: string;
  readonly kind: ClaimKind;
  readonly id: string;
  readonly writer: Writer;
}): Promise<Claim> {
  const { claims, kind, id, writer } = options;
  const { pid, processes } = writer;
  const start = pid === null ? null : await processes.startOf(pid);
  const begun = start?.state === 'running' ? hash(start.start) : UNKNOWN;
  // A process that cannot be looked up is told by the age of its claim, as one on another machine is.
  const where = start?.state === 'running' ? hash(await processes.domain()) : hash(NOWHERE);
  const file = join(claims, [kind, id, pid ?? 0, begun, where].join('_'));
  await mkdir(encodePath(claims), { recursive: true, mode: 0o700 });
  await (await open(encodePath(file), 'wx', 0o600)).close();
  return { kind, id, release: () => rm(encodePath(file), { force: true }) };
}

/** The claims of processes that still run, and the ids of those that were ended before they had finished. */
export type Claims = { readonly live: readonly Other[]; readonly dead: readonly Other[] };

type Other = { readonly kind: ClaimKind; readonly id: string; readonly forget: () => Promise<void> };

/** Reads who else is at work. `own` is left out. */
export async function readClaims(options: {
  readonly claims: string;
  readonly writer: Writer;
  readonly own: Pick<Claim, 'id' | 'kind'>;
}): Promise<Claims> {
  const { claims, writer, own } = options;
  const names = await readdir(encodePath(claims), 'utf8').catch(() => []);
  const domain = hash(await writer.processes.domain());
  const read = await Promise.all(
    names.map(async (name) => {
      const [, word, id = '', pid, begun = '', where] =
        /^(save|prune)_([^_]+)_(\d+)_([0-9a-f]+|unknown)_([0-9a-f]+)$/u.exec(name) ?? [];
      if (word === undefined || (id === own.id && word === own.kind)) return null;
      const kind: ClaimKind = word === 'save' ? 'save' : 'prune';
      const file = join(claims, name);
      const alive = where === domain ? await runs(writer.processes, Number(pid), begun) : await isYoung(file, claims);
      return {
        kind,
        id,
        alive: alive ?? (await isYoung(file, claims)),
        forget: () => rm(encodePath(file), { force: true }),
      };
    }),
  );
  const found = read.filter((one) => one !== null);
  return { live: found.filter(({ alive }) => alive), dead: found.filter(({ alive }) => !alive) };
}

/** `null` when it cannot be known. */
async function runs(processes: ProcessTable, pid: number, begun: string): Promise<boolean | null> {
  const now = await processes.startOf(pid);
  if (now.state === 'gone') return false;
  return now.state === 'unknown' || begun === UNKNOWN ? null : hash(now.start) === begun;
}

/** On another machine or in another container nobody can look: whatever takes an hour has ended. By the file system's clock. */
async function isYoung(file: string, claims: string): Promise<boolean> {
  const [one, newest] = await Promise.all([file, claims].map((path) => stat(encodePath(path)).catch(() => null)));
  return one !== null && one !== undefined && (newest?.mtimeMs ?? 0) - one.mtimeMs < HOUR;
}

const HOUR = 3_600_000;
const UNKNOWN = 'unknown';
const NOWHERE = 'nowhere';

function hash(text: string | null): string {
  return createHash('sha256')
    .update(text ?? '')
    .digest('hex')
    .slice(0, 16);
}
