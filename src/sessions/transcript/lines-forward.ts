import type { FileHandle } from 'node:fs/promises';

const chunk = 256 * 1024;
/** A longer line is passed over; only a file of such a size written in one piece makes one. */
const longest = 16 * 1024 * 1024;

/**
 * Hands out the complete lines of a file from its start, without their ends, and holds no more than one of them. The bytes are
 * good until the next line comes. A last line without an end was torn, or is being written at this moment: it is handed out too,
 * and whoever parses it finds out.
 */
export async function eachLine(
  { handle, size }: { readonly handle: FileHandle; readonly size: number },
  take: (bytes: Buffer) => void,
): Promise<void> {
  const buffer = Buffer.allocUnsafe(chunk);
  let position = 0;
  let rest: Buffer[] = [];
  let held = 0;
  while (position < size) {
    const { bytesRead } = await handle.read(buffer, 0, Math.min(chunk, size - position), position);
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
    }
    held += bytesRead - start;
    if (held > longest) rest = [];
    else if (start < bytesRead) rest.push(Buffer.from(bytes.subarray(start)));
  }
  if (held > 0 && held <= longest) take(Buffer.concat(rest));
}
