import type { Entry } from './entry.ts';

/** Trees as git stores them. Format: gitformat-pack(5) and fsck of git itself; names are bytes, here one a character. */

/** What lies in one directory, by name. Modes have no zeros in front. */
export type TreeEntries = ReadonlyMap<string, Entry>;

export const DIRECTORY = '40000';

/** Reads the content of a tree: `<mode> <name>`, NUL, and the object id in bytes. Old tools wrote modes with zeros in front. */
export function parseTree(content: Buffer, oidLength: number): TreeEntries {
  const entries = new Map<string, Entry>();
  for (let at = 0; at < content.length;) {
    const space = content.indexOf(SPACE, at);
    const end = content.indexOf(0, space);
    if (space === -1 || end === -1) break;
    const next = end + 1 + oidLength / 2;
    const name = content.toString('latin1', space + 1, end);
    const mode = content.toString('latin1', at, space).replace(/^0+/u, '');
    entries.set(name, { mode, oid: content.toString('hex', end + 1, next) });
    at = next;
  }
  return entries;
}

/** The content of a tree. Git sorts a directory as if its name ended with a slash. */
export function treeContent(entries: TreeEntries): Buffer {
  const sorted = Array.from(entries, ([name, entry]) => ({
    name,
    entry,
    key: entry.mode === DIRECTORY ? `${name}/` : name,
  }));
  sorted.sort((one, other) => (one.key < other.key ? -1 : 1));
  return Buffer.concat(
    sorted.flatMap(({ name, entry: { mode, oid } }) => [
      Buffer.from(`${mode} ${name}\0`, 'latin1'),
      Buffer.from(oid, 'hex'),
    ]),
  );
}

const SPACE = 0x20;
