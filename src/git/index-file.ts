import { createHash } from 'node:crypto';
import { parseEntry } from './entry.ts';
import { decodePath, encodePath } from './path.ts';

/**
 * An index as a file, for a git that is to work on a few entries of a large one. Format: gitformat-index(5), versions 2 and 3,
 * without extensions.
 */

/** Entries by path: mode and object id, joined with a space. */
export type IndexEntries = ReadonlyMap<string, string>;

/** Writes an index in which every entry counts as changed, since nothing is said of any file. `ours`: as stage 2 of a merge. */
export function indexContent(
  { merged, ours }: { readonly merged: IndexEntries; readonly ours: IndexEntries },
  oidLength: number,
): Buffer {
  const entries = [...named(merged, 0), ...named(ours, 2)].toSorted((one, other) =>
    Buffer.compare(one.name, other.name),
  );
  const header = Buffer.alloc(HEADER);
  header.write('DIRC', 'latin1');
  header.writeUInt32BE(2, 4);
  header.writeUInt32BE(entries.length, 8);
  const content = Buffer.concat([header, ...entries.map((entry) => entryContent(entry, oidLength))]);
  const sum = createHash(oidLength === SHA256 ? 'sha256' : 'sha1')
    .update(content)
    .digest();
  return Buffer.concat([content, sum]);
}

/** Reads the entries of an index but for those of paths that are unmerged. `null` when it is of another version. */
export function parseIndex(content: Buffer, oidLength: number): IndexEntries | null {
  const version = content.length < HEADER ? 0 : content.readUInt32BE(4);
  if (version !== 2 && version !== 3) return null;
  const entries = new Map<string, string>();
  let at = HEADER;
  for (let left = content.readUInt32BE(8); left > 0; left -= 1) {
    const oid = at + STAMPS;
    const flags = content.readUInt16BE(oid + oidLength / 2);
    const name = oid + oidLength / 2 + (flags & EXTENDED ? 4 : 2);
    const end = content.indexOf(0, name);
    const mode = content.readUInt32BE(at + MODE).toString(8);
    if ((flags & STAGE) === 0) {
      entries.set(
        decodePath(content.subarray(name, end)),
        `${mode} ${content.toString('hex', oid, oid + oidLength / 2)}`,
      );
    }
    at += padded(end - at);
  }
  return entries;
}

type Named = { readonly name: Buffer; readonly entry: string; readonly stage: number };

function named(entries: IndexEntries, stage: number): readonly Named[] {
  return Array.from(entries, ([path, entry]) => ({ name: encodePath(path), entry, stage }));
}

function entryContent({ name, entry, stage }: Named, oidLength: number): Buffer {
  const { mode, oid } = parseEntry(entry);
  const fixed = STAMPS + oidLength / 2 + 2;
  const content = Buffer.alloc(padded(fixed + name.length));
  content.writeUInt32BE(Number.parseInt(mode, 8), MODE);
  content.write(oid, STAMPS, 'hex');
  content.writeUInt16BE((stage << 12) | Math.min(name.length, LONGEST), fixed - 2);
  name.copy(content, fixed);
  return content;
}

/** One to eight NUL bytes follow the name. */
function padded(length: number): number {
  return length + 8 - (length % 8);
}

const HEADER = 12;
/** Bytes of the times, device, inode, mode, owner and size, and where the mode lies in them. */
const STAMPS = 40;
const MODE = 24;
const EXTENDED = 0x4000;
const STAGE = 0x3000;
const LONGEST = 0xfff;
/** Characters of an object id. */
const SHA256 = 64;
