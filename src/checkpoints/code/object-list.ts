import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { encodePath } from '../../git/path.ts';

/**
 * Beside each manifest lies the list of all objects that its code needs, one id a line: what must stay when others are pruned is
 * then known without walking a history that may be gone.
 */
export function objectListFile(history: string, id: string): string {
  return join(history, `${id}.objects`);
}

/** `null` when there is no such list. */
export async function readObjectList(history: string, id: string): Promise<readonly string[] | null> {
  const text = await readFile(encodePath(objectListFile(history, id)), 'latin1').catch(() => null);
  return text?.split('\n').filter((line) => /^[0-9a-f]{40,64}$/u.test(line)) ?? null;
}

export function objectListText(oids: Iterable<string>): string {
  return [...oids].map((oid) => `${oid}\n`).join('');
}
