/**
 * Asks for the ids of objects by name, many in one process: names on standard input, each ended by a NUL byte, since a name
 * such as `<commit>:<path>` can contain a newline. Needs git 2.38.
 */
export const objectNamesArgs = ['cat-file', '--batch-check=%(objectname) %(objecttype)', '-z'] as const;

/** Input of `objectNamesArgs`. */
export function objectNamesInput(names: readonly Buffer[]): Buffer {
  return Buffer.concat(names.flatMap((name) => [name, Buffer.from([0])]));
}

/** The ids of blobs in the order of the names; `null` for what is not there or no blob. Format: git-cat-file(1), "Batch output". */
export function parseObjectNames(output: Buffer, names: readonly Buffer[]): readonly (string | null)[] {
  let at = 0;
  return names.map((name) => {
    // A missing object is answered by its name, which may hold newlines.
    const missing = Buffer.concat([name, Buffer.from(' missing\n')]);
    if (output.subarray(at, at + missing.length).equals(missing)) {
      at += missing.length;
      return null;
    }
    const end = output.indexOf(NEWLINE, at);
    const line = output.toString('latin1', at, end === -1 ? at : end);
    at = end === -1 ? output.length : end + 1;
    return /^([0-9a-f]{40,64}) blob$/u.exec(line)?.[1] ?? null;
  });
}

const NEWLINE = 0x0a;
