import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseRecord, pathIn } from '../sessions/transcript/record.ts';

/**
 * Where the session works that asks: by the live record of the client that started this server. The environment of a server stays
 * as it was at its start; the record follows the session into another worktree, and through /clear.
 */
export function callerDirectory(options: {
  /** Config directories of Claude Code. */
  readonly directories: readonly string[];
  /** The client's process, which is the parent of this one. */
  readonly client: number;
  /** What counts where there is no record: another client, or none. */
  readonly otherwise: string;
}): string {
  const { directories, client, otherwise } = options;
  for (const directory of directories) {
    const cwd = recordedDirectory(join(directory, 'sessions', `${client}.json`));
    if (cwd !== null) return cwd;
  }
  return otherwise;
}

function recordedDirectory(file: string): string | null {
  try {
    const record = parseRecord(readFileSync(file, 'utf8'));
    return record === null ? null : pathIn(record, 'cwd');
  } catch {
    return null;
  }
}
