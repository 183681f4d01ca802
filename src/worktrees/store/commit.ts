import { createHash, randomUUID } from 'node:crypto';
import { mkdir, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Store } from './store.ts';

export type CommitParts = {
  readonly tree: string;
  /** The first one is the worktree's HEAD. */
  readonly parents: readonly string[];
  /** Seconds since 1970. That of the parent keeps the walk to a merge base short, and the object id the same every time. */
  readonly date: number;
};

/**
 * Writes a commit into the store and answers its object id. A commit is a few lines of text, so this saves a process a
 * worktree. Formats: gitformat-loose(5), and the object that `git commit-tree` would write.
 */
export async function writeCommit(store: Store, { tree, parents, date }: CommitParts): Promise<string> {
  const who = `kg <kg@localhost> ${date} +0000`;
  const lines = [`tree ${tree}`, ...parents.map((parent) => `parent ${parent}`), `author ${who}`, `committer ${who}`];
  const body = Buffer.from(`${lines.join('\n')}\n\nkg\n`);
  const object = Buffer.concat([Buffer.from(`commit ${body.length}\0`), body]);
  const oid = createHash(tree.length === 64 ? 'sha256' : 'sha1')
    .update(object)
    .digest('hex');
  const path = objectPath(store, oid);
  if (await isThere(path)) return oid;
  await mkdir(join(path, '..'), { recursive: true });
  const unfinished = `${store.scratch}commit-${randomUUID()}`;
  // Loaded here, since most surveys write no commit.
  const { deflateSync } = await import('node:zlib');
  await writeFile(unfinished, deflateSync(object), { mode: 0o444 });
  await rename(unfinished, path);
  return oid;
}

/** Whether the store itself has an object, as the loose file that it was written as. */
export async function hasObject(store: Store, oid: string): Promise<boolean> {
  return isThere(objectPath(store, oid));
}

function objectPath(store: Store, oid: string): string {
  return join(store.directory, 'objects', oid.slice(0, 2), oid.slice(2));
}

async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    (stats) => stats.size > 0,
    () => false,
  );
}
