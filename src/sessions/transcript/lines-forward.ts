import type { FileHandle } from 'node:fs/promises';

/** Large enough that few lines are read in two pieces, which would have to be copied. */
const chunk = 1024 * 1024;
/** A longer line is passed over; only a file of such a size written in one piece makes one. */
const longest = 16 * 1024 * 1024;

/** Where the last complete line ended, and what follows it: a line that was torn, or is being written at this moment. */
export type Forward = { readonly offset: number; readonly rest: Buffer | null };

/**
 * Hands out the complete lines of a file from an offset on, without their ends, and holds no more than one of them. The bytes are
 * good until the next line comes.
 */
export async function linesForward(
  { handle, size, from = 0 }: { readonly handle: FileHandle; readonly size: number; readonly from?: number },
  take: (line: Buffer) => void,
): Promise<Forward> {
  const buffer = Buffer.allocUnsafe(Math.min(chunk, Math.max(1, size - from)));
  let offset = from;
  let position = from;
  let rest: Buffer[] = [];
  let held = 0;
  while (position < size) {
    const { bytesRead } = await handle.read(buffer, 0, Math.min(buffer.length, size - position), position);
    if (bytesRead === 0) break;
    position += bytesRead;
    const bytes = buffer.subarray(0, bytesRead);
    let start = 0;
    for (let end = bytes.indexOf(10); end !== -1; end = bytes.indexOf(10, start)) {
      const head = bytes.subarray(start, end);
      if (held <= longest) take(held === 0 ? head : Buffer.concat([...rest, head]));
      start = end + 1;
      rest = [];
      held = 0;
      offset = position - bytesRead + start;
    }
    held += bytesRead - start;
    if (held > longest) rest = [];
    else if (start < bytesRead) rest.push(Buffer.from(bytes.subarray(start)));
  }
  return { offset, rest: rest.length === 0 ? null : Buffer.concat(rest) };
}
