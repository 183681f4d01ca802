/**
 * Tells what names lead to, many in one process: names such as `<commit>:<path>` on standard input, each ended by a NUL byte,
 * since a path can contain a newline. Needs git 2.38.
 */
export const objectIdsArgs = ['cat-file', '--batch-check', '-z'] as const;

/**
 * The object ids in the order of the names; `null` where there is no such object, or it is not stored here.
 * Format: git-cat-file(1), "Batch output".
 */
export function parseObjectIds(output: Buffer, names: readonly Buffer[]): readonly (string | null)[] {
  let at = 0;
  return names.map((name) => {
    // A missing object is answered by its name, which may hold newlines.
    const missing = Buffer.concat([name, Buffer.from(' missing\n')]);
    if (output.subarray(at, at + missing.length).equals(missing)) {
      at += missing.length;
      return null;
    }
    const end = output.indexOf(NEWLINE, at);
    const oid = /^([0-9a-f]{40,64}) \w+ \d+$/u.exec(output.toString('latin1', at, end))?.[1] ?? null;
    at = end === -1 ? output.length : end + 1;
    return oid;
  });
}

const NEWLINE = 0x0a;
