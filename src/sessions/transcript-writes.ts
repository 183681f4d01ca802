import { open, type FileHandle } from 'node:fs/promises';
import type { Problem } from '../errors.ts';
import { errorCode, isMissing } from './directories.ts';
import { gatherLine } from './gather-writes.ts';
import { beginGathering, gathered, type Gathered } from './gathered.ts';
import { problem, type FileState } from './transcript-files.ts';
import { nothingScanned, type WriteScan } from './write-scan.ts';

const chunk = 256 * 1024;
/** A longer line is passed over; only a file of such a size written in one piece makes one. */
const longest = 16 * 1024 * 1024;

/** Reads on from an earlier scan; from the start when the file is shorter than what was read of it. */
export async function scanWrites(file: FileState, before: WriteScan, problems: Problem[]): Promise<WriteScan> {
  const from = before.offset <= file.size ? before : nothingScanned;
  if (from.offset === file.size) return from;
  try {
    const handle = await open(file.path, 'r');
    try {
      return await scan(handle, file.size, from);
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (!isMissing(error)) problems.push(problem(file.path, errorCode(error)));
    return from;
  }
}

async function scan(handle: FileHandle, size: number, from: WriteScan): Promise<WriteScan> {
  const found: Gathered = beginGathering(from);
  const buffer = Buffer.allocUnsafe(chunk);
  let offset = from.offset;
  let position = from.offset;
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
      if (held <= longest) gatherLine(found, held === 0 ? head : Buffer.concat([...rest, head]));
      start = end + 1;
      rest = [];
      held = 0;
      offset = position - bytesRead + start;
    }
    held += bytesRead - start;
    if (held > longest) rest = [];
    else if (start < bytesRead) rest.push(Buffer.from(bytes.subarray(start)));
  }
  return { offset, ...gathered(found) };
}
