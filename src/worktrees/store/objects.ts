import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Store } from './store.ts';

/** An object to write, with its id. `whole`: its header and its content. */
export type NewObject = { readonly oid: string; readonly whole: Buffer };

/** Names an object as git would. `oidLength` in characters: 40 for SHA-1, 64 for SHA-256. */
export function newObject(kind: 'commit' | 'tree', content: Buffer, oidLength: number): NewObject {
  const whole = Buffer.concat([Buffer.from(`${kind} ${content.length}\0`), content]);
  const oid = createHash(oidLength === 64 ? 'sha256' : 'sha1')
    .update(whole)
    .digest('hex');
  return { oid, whole };
}

/** What packs objects, loaded for whoever writes some: most surveys write none. Call it early, where there is something to wait for. */
export async function loadPacker(): Promise<(content: Buffer) => Buffer> {
  const { deflateSync } = await import('node:zlib');
  return (content) => deflateSync(content, { level: 1 });
}

/**
 * Writes objects into the store, those that it does not have. Commits and trees are small and simple, so this saves processes; and
 * the file system is asked without another thread. Format: gitformat-loose(5).
 */
export async function writeObjects(store: Store, objects: readonly NewObject[]): Promise<void> {
  const pack = await loadPacker();
  for (const { oid, whole } of objects) {
    if (hasObject(store, oid)) continue;
    const path = objectPath(store, oid);
    const unfinished = `${store.scratch}object-${randomUUID()}`;
    writeFileSync(unfinished, pack(whole), { mode: 0o444 });
    mkdirSync(dirname(path), { recursive: true });
    renameSync(unfinished, path);
  }
}

/** Whether the store itself has an object, as the loose file that it was written as. */
export function hasObject(store: Store, oid: string): boolean {
  return (statSync(objectPath(store, oid), { throwIfNoEntry: false })?.size ?? 0) > 0;
}

function objectPath(store: Store, oid: string): string {
  return join(store.directory, 'objects', oid.slice(0, 2), oid.slice(2));
}
