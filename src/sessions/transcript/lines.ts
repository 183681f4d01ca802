import type { FileHandle } from 'node:fs/promises';

/** A line of a transcript, without its line end; `complete` when a line end followed it. */
export type Line = { readonly text: string; readonly complete: boolean };

export type BackwardOptions = {
  readonly handle: FileHandle;
  readonly size: number;
  /** Bytes of lines that are handed out before the reading stops. */
  readonly budget: number;
};

const block = 64 * 1024;
/** Longer lines are passed over: they hold file contents or images, and no memory is spent on them. */
const longest = 1024 * 1024;
/** How far back a chain of such lines is followed. */
const reach = 96 * 1024 * 1024;

/**
 * Hands out the lines of a file from the last to the first, block by block; each array is one block's worth, newest line
 * first. Memory is bounded by the longest line that is kept, whatever the file holds.
 */
export async function* linesBackward({ handle, size, budget }: BackwardOptions): AsyncGenerator<readonly Line[]> {
  let end = size;
  let given = 0;
  let complete = false;
  let pieces: Buffer[] = [];
  let held = 0;
  let tooLong = false;
  const hold = (piece: Buffer): void => {
    held += piece.length;
    if (held > longest) tooLong = true;
    if (tooLong) pieces = [];
    else pieces.unshift(piece);
  };
  const take = (): Line | null => {
    const line = tooLong ? null : { text: decode(Buffer.concat(pieces)), complete };
    pieces = [];
    held = 0;
    tooLong = false;
    complete = true;
    return line;
  };
  while (end > 0 && given < budget && size - end < reach) {
    const start = Math.max(0, end - block * (given > 0 && !tooLong ? 4 : 1));
    const buffer = await readBlock(handle, start, end - start);
    // The file was cut shorter while it was read: what is left of it belongs to another state.
    if (buffer.length < end - start) return;
    const lines: Line[] = [];
    let upper = buffer.length;
    for (
      let at = buffer.lastIndexOf(10, upper - 1);
      at !== -1;
      at = upper === 0 ? -1 : buffer.lastIndexOf(10, upper - 1)
    ) {
      hold(buffer.subarray(at + 1, upper));
      push(lines, take());
      upper = at;
    }
    hold(buffer.subarray(0, upper));
    if (start === 0) push(lines, take());
    for (const line of lines) given += line.text.length;
    given += lines.length === 0 ? 0 : 1;
    yield lines;
    end = start;
  }
}

function push(lines: Line[], line: Line | null): void {
  if (line !== null && line.text !== '') lines.push(line);
}

/** NULs come from a file system that lost a write; the client skips leading ones too. */
function decode(bytes: Buffer): string {
  let start = 0;
  while (bytes[start] === 0) start += 1;
  return bytes.subarray(start).toString('utf8').trim();
}

async function readBlock(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await handle.read(buffer, filled, length - filled, position + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return buffer.subarray(0, filled);
}
