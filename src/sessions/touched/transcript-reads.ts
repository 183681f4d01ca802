import { open } from 'node:fs/promises';
import type { Problem } from '../../errors.ts';
import { errorCode, isMissing } from '../directories.ts';
import { each } from '../each.ts';
import { beginReads, gatheredReads, readTaker } from './gather-reads.ts';
import { linesForward } from '../transcript/lines-forward.ts';
import { nothingRead, type ReadScan } from './read-scan.ts';
import type { ScannedReads } from './reads.ts';
import { readReadsMemory, saveReadsMemory, type RememberedReads } from './reads-memory.ts';
import { concurrency, problem, type FileState } from '../transcript/files.ts';

/**
 * Scans transcripts for the files that were read, each from where the last scan of it ended. What is remembered of transcripts
 * that are there and not asked for is kept.
 */
export async function scanReads(options: {
  readonly configDirectory: string;
  readonly cacheDirectory: string | null;
  /** Every transcript that there is. */
  readonly files: readonly FileState[];
  readonly isAsked: (file: FileState) => boolean;
  readonly problems: Problem[];
}): Promise<readonly ScannedReads[]> {
  const { configDirectory, cacheDirectory, files, isAsked, problems } = options;
  const before = cacheDirectory === null ? new Map() : await readReadsMemory(cacheDirectory, configDirectory);
  const after = new Map<string, RememberedReads>();
  const scanned = await each(files, concurrency, async (file) => {
    const known: RememberedReads | undefined = before.get(file.path);
    const earlier = known?.inode === file.inode ? known : undefined;
    if (!isAsked(file)) {
      if (earlier !== undefined) after.set(file.path, earlier);
      return null;
    }
    const scan = await scanFile(file, earlier?.scan ?? nothingRead, problems);
    after.set(file.path, earlier?.scan === scan ? earlier : { inode: file.inode, scan });
    return { path: file.path, scan, born: file.born };
  });
  const isChanged = before.size !== after.size || [...after].some(([path, entry]) => before.get(path) !== entry);
  if (cacheDirectory !== null && isChanged) await saveReadsMemory(cacheDirectory, configDirectory, after);
  return scanned.filter((one) => one !== null);
}

/** Reads on from an earlier scan; from the start when the file is shorter than what was read of it. */
async function scanFile(file: FileState, before: ReadScan, problems: Problem[]): Promise<ReadScan> {
  const from = before.offset <= file.size ? before : nothingRead;
  if (from.offset === file.size) return from;
  try {
    const handle = await open(file.path, 'r');
    try {
      const found = beginReads(from);
      const { offset } = await linesForward({ handle, size: file.size, from: from.offset }, readTaker(found));
      return { offset, ...gatheredReads(found) };
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (!isMissing(error)) problems.push(problem(file.path, errorCode(error)));
    return from;
  }
}
