import { existsSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { encodePath } from '../../git/path.ts';
import { isCheckpointId } from '../history/checkpoint-id.ts';
import { readClaims, type Claim, type Writer } from './claims.ts';

/**
 * Removes what writers have left who were ended while they saved: files beside those of the directories, and lists of objects
 * without a manifest. Their packs go when packs are put together next. Answers whether there was any such writer.
 *
 * The names are read before the claims. Whoever wrote one of them had claimed before: who has no claim any more has either
 * finished, and the file is gone or complete, or was ended.
 */
export async function sweep(options: {
  readonly directories: readonly string[];
  readonly claims: string;
  readonly writer: Writer;
  readonly own: Claim;
}): Promise<boolean> {
  const { directories, claims, writer, own } = options;
  const found = await Promise.all(directories.map(leftoversIn));
  const { live, dead } = await readClaims({ claims, writer, own });
  const working = new Set([own.id, ...live.map(({ id }) => id)]);
  for (const { id, file } of found.flat()) {
    // Of a list without a manifest the manifest may have come meanwhile.
    const finished = file.endsWith('.objects') && existsSync(encodePath(file.replace(/objects$/u, 'json')));
    if (!working.has(id) && !finished) await rm(encodePath(file), { force: true });
  }
  for (const { forget } of dead) await forget();
  return dead.some(({ kind }) => kind === 'save');
}

type Leftover = { readonly id: string; readonly file: string };

async function leftoversIn(directory: string): Promise<readonly Leftover[]> {
  const names = await readdir(encodePath(directory), 'utf8').catch(() => []);
  const all = new Set(names);
  return names.flatMap((name) => {
    const beside = /^\..+\.([^.]+)$/u.exec(name);
    const lonely = name.endsWith('.objects') && !all.has(name.replace(/\.objects$/u, '.json'));
    const id = beside?.[1] ?? (lonely ? name.replace(/\.objects$/u, '') : '');
    return isCheckpointId(id) ? [{ id, file: join(directory, name) }] : [];
  });
}
