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

/**
 * As a zlib stream. What fits into one block of a file system takes as much room there either way, and compressing it would cost
 * several milliseconds that somebody waits for, most of them for loading what compresses.
 */
async function zlibOf(content: Buffer): Promise<Buffer> {
  if (content.length + FRAME <= BLOCK) return stored(content);
  const { deflateSync } = await import('node:zlib');
  return deflateSync(content, { level: 1 });
}

const BLOCK = 4096;
/** Bytes around the content of a stream that is not compressed. */
const FRAME = 11;

/** A stream of one block that is not compressed, of at most 65,535 bytes. Formats: RFC 1950, and RFC 1951, 3.2.4. */
function stored(content: Buffer): Buffer {
  const stream = Buffer.alloc(content.length + FRAME);
  stream.writeUInt16BE(0x7801, 0);
  stream.writeUInt8(1, 2);
  stream.writeUInt16LE(content.length, 3);
  stream.writeUInt16LE(0xffff - content.length, 5);
  content.copy(stream, 7);
  stream.writeUInt32BE(adler32(content), content.length + 7);
  return stream;
}

/** RFC 1950, 9. */
function adler32(content: Buffer): number {
  let [low, high] = [1, 0];
  for (const byte of content) {
    low = (low + byte) % 65_521;
    high = (high + low) % 65_521;
  }
  return high * 65_536 + low;
}

/**
 * Writes objects into the store, those that it does not have. Commits and trees are small and simple, so this saves processes; and
 * the file system is asked without another thread. Format: gitformat-loose(5).
 */
export async function writeObjects(store: Store, objects: readonly NewObject[]): Promise<void> {
  for (const { oid, whole } of objects) {
    if (hasObject(store, oid)) continue;
    const path = objectPath(store, oid);
    const unfinished = `${store.scratch}object-${randomUUID()}`;
    writeFileSync(unfinished, await zlibOf(whole), { mode: 0o444 });
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
