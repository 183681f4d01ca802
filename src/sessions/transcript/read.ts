import { open } from 'node:fs/promises';
import type { Problem } from '../../errors.ts';
import { errorCode, isMissing } from '../directories.ts';
import type { TranscriptFacts } from './facts.ts';
import { problem, type FileState } from './files.ts';
import { linesBackward } from './lines.ts';
import { openTail } from './tail.ts';

/** Bytes of lines that are read at most for the facts of one transcript. */
const budget = 1024 * 1024;

/** Reads a transcript from its end until its facts are found; `null` when it cannot be read. */
export async function readTail(file: FileState, problems: Problem[]): Promise<TranscriptFacts | null> {
  const tail = openTail();
  try {
    const handle = await open(file.path, 'r');
    try {
      for await (const lines of linesBackward({ handle, size: file.size, budget })) {
        for (const line of lines) tail.add(line);
        if (tail.isEnough()) break;
      }
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (!isMissing(error)) problems.push(problem(file.path, errorCode(error)));
    return null;
  }
  return tail.facts();
}
