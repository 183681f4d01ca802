import { open } from 'node:fs/promises';
import type { Problem } from '../../errors.ts';
import { errorCode, isMissing } from '../directories.ts';
import { writeTaker } from './gather-writes.ts';
import { beginGathering, gathered } from '../gathered.ts';
import { linesForward } from '../transcript/lines-forward.ts';
import { problem, type FileState } from '../transcript/files.ts';
import { nothingScanned, type WriteScan } from './write-scan.ts';

/** Reads on from an earlier scan; from the start when the file is shorter than what was read of it. */
export async function scanWrites(file: FileState, before: WriteScan, problems: Problem[]): Promise<WriteScan> {
  const from = before.offset <= file.size ? before : nothingScanned;
  if (from.offset === file.size) return from;
  try {
    const handle = await open(file.path, 'r');
    try {
      const found = beginGathering(from);
      const { offset } = await linesForward({ handle, size: file.size, from: from.offset }, writeTaker(found));
      return { offset, ...gathered(found) };
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (!isMissing(error)) problems.push(problem(file.path, errorCode(error)));
    return from;
  }
}
