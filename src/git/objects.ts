/**
 * Reads objects by name, many in one process: names on standard input, each ended by a NUL byte, since a name such as
 * `<commit>:<path>` can contain a newline. Needs git 2.38.
 */
export const readObjectsArgs = ['cat-file', '--batch', '-z'] as const;

/** The contents in the order of the names; `null` for an object that is not there. Format: git-cat-file(1), "Batch output". */
export function parseObjects(output: Buffer, names: readonly Buffer[]): readonly (Buffer | null)[] {
  let at = 0;
  return names.map((name) => {
    // A missing object is answered by its name, which may hold newlines.
    const missing = Buffer.concat([name, Buffer.from(' missing\n')]);
    if (output.subarray(at, at + missing.length).equals(missing)) {
      at += missing.length;
      return null;
    }
    const end = output.indexOf(NEWLINE, at);
    const size = Number(/^[0-9a-f]{40,64} \w+ (\d+)$/u.exec(output.toString('latin1', at, end))?.[1] ?? Number.NaN);
    if (end === -1 || Number.isNaN(size)) return null;
    const content = output.subarray(end + 1, end + 1 + size);
    at = end + 1 + size + 1;
    return content;
  });
}

const NEWLINE = 0x0a;
