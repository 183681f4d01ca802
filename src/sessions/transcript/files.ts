import { statSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Problem } from '../../errors.ts';
import { errorCode, isMissing } from '../directories.ts';
import { each } from '../each.ts';

/** A file as it was when it was looked at: when all of this is the same, so is the content. */
export type FileState = {
  readonly path: string;
  readonly inode: number;
  readonly size: number;
  /** Milliseconds since the epoch. */
  readonly modified: number;
  readonly born: number;
};

/** The transcript of a session, `<config>/projects/<folder>/<session id>.jsonl`. */
export type TranscriptFile = FileState & {
  readonly sessionId: string;
  /** Whether a folder of its own lies beside it, which holds the transcripts of its subagents. */
  readonly hasFolder: boolean;
};

export type TranscriptFiles = {
  readonly files: readonly TranscriptFile[];
  readonly problems: readonly Problem[];
};

const transcriptName = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}\.jsonl$/iu;

/** How many file system calls are under way at a time. */
export const concurrency = 32;

/**
 * Finds all transcripts of one config directory: one listing a folder, one `stat` a transcript. The folder's name says
 * where a session started, lossily, and transcripts move between folders; so only the file's own name counts.
 */
export async function findTranscripts(configDirectory: string): Promise<TranscriptFiles> {
  const projects = join(configDirectory, 'projects');
  const problems: Problem[] = [];
  const folders = await list(projects, problems);
  const found = await each(
    folders.filter((entry) => entry.isDirectory() || entry.isSymbolicLink()),
    concurrency,
    async ({ name }) => {
      const folder = join(projects, name);
      const entries = await list(folder, problems);
      const beside = new Set(entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name));
      return entries
        .filter((entry) => entry.isFile() && transcriptName.test(entry.name))
        .map((entry) => ({ path: join(folder, entry.name), sessionId: entry.name.slice(0, -'.jsonl'.length), beside }));
    },
  );
  const files = await each(found.flat(), concurrency, async ({ path, sessionId, beside }) => {
    const state = await fileState(path, problems);
    return state === null ? null : { ...state, sessionId, hasFolder: beside.has(sessionId) };
  });
  return { files: newestOfEach(files.filter((file) => file !== null)), problems };
}

/**
 * Looks at one file; `null` when it is gone, or is no regular file. The system answers this in microseconds; to hand it to
 * another thread and back costs ten times that, and there are hundreds.
 */
export async function fileState(path: string, problems: Problem[]): Promise<FileState | null> {
  try {
    const found = statSync(path);
    if (!found.isFile()) return null;
    return { path, inode: found.ino, size: found.size, modified: found.mtimeMs, born: found.birthtimeMs };
  } catch (error) {
    if (!isMissing(error)) problems.push(problem(path, errorCode(error)));
    return null;
  }
}

/** The entries of a folder; none when it is missing. */
export async function list(folder: string, problems: Problem[]): Promise<readonly Entry[]> {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    if (!isMissing(error)) problems.push(problem(folder, errorCode(error)));
    return [];
  }
}

type Entry = {
  readonly name: string;
  readonly isFile: () => boolean;
  readonly isDirectory: () => boolean;
  readonly isSymbolicLink: () => boolean;
};

/** A copy left in another folder is the older one: the client goes on writing the one that it moved. */
function newestOfEach(files: readonly TranscriptFile[]): readonly TranscriptFile[] {
  const bySession = new Map<string, TranscriptFile>();
  for (const file of files) {
    const other = bySession.get(file.sessionId);
    if (other === undefined || other.modified < file.modified) bySession.set(file.sessionId, file);
  }
  return [...bySession.values()];
}

export function problem(path: string, reason: string): Problem {
  return { code: 'TRANSCRIPT_UNREADABLE', message: `Could not read ${path}: ${reason}`, file: path };
}
