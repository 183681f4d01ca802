/**
 * Objects by name, many in one process: names such as `<commit>:<path>` on standard input, each ended by a NUL byte, since a
 * path can contain a newline. Needs git 2.38. Format of the answers: git-cat-file(1), "Batch output".
 */

/** Asks for the contents of objects. */
export const readObjectsArgs = ['cat-file', '--batch', '-z'] as const;

/** Asks for the ids of objects and what they are, which costs less than their size. */
export const objectIdsArgs = ['cat-file', '--batch-check=%(objectname) %(objecttype)', '-z'] as const;

/** Input of both. */
export function objectNamesInput(names: readonly Buffer[]): Buffer {
  return Buffer.concat(names.flatMap((name) => [name, Buffer.of(0)]));
}

/** The contents in the order of the names; `null` for an object that is not there. */
export function parseObjects(output: Buffer, names: readonly Buffer[]): readonly (Buffer | null)[] {
  return parseAnswers(output, names, (header, from) => {
    const size = /^[0-9a-f]{40,64} \w+ (\d+)$/u.exec(header)?.[1];
    if (size === undefined) return { value: null, end: from };
    const end = from + Number(size);
    return { value: output.subarray(from, end), end: end + 1 };
  });
}

/** The ids in the order of the names; `null` where there is no such object, it is not stored here, or is not of the kind asked for. */
export function parseObjectIds(output: Buffer, names: readonly Buffer[], only?: 'blob'): readonly (string | null)[] {
  return parseAnswers(output, names, (header, end) => {
    const [, oid = null, kind] = /^([0-9a-f]{40,64}) (\w+)$/u.exec(header) ?? [];
    return { value: only === undefined || kind === only ? oid : null, end };
  });
}

/** Reads one answer after the other. `read` gets the line of an object that is there, and where the next byte lies. */
function parseAnswers<Value>(
  output: Buffer,
  names: readonly Buffer[],
  read: (header: string, from: number) => { readonly value: Value | null; readonly end: number },
): readonly (Value | null)[] {
  let at = 0;
  return names.map((name) => {
    // A missing object is answered by its name, which may hold newlines.
    const missing = Buffer.concat([name, Buffer.from(' missing\n')]);
    if (output.subarray(at, at + missing.length).equals(missing)) {
      at += missing.length;
      return null;
    }
    const newline = output.indexOf(NEWLINE, at);
    if (newline === -1) return null;
    const { value, end } = read(output.toString('latin1', at, newline), newline + 1);
    at = end;
    return value;
  });
}

const NEWLINE = 0x0a;
