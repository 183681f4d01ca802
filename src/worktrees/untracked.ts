import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { lstat, open, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { encodePath } from '../git/path.ts';

/** An untracked file, as far as it was read. */
export type UntrackedFile = {
  readonly path: string;
  /** `null` when binary or not counted. */
  readonly lines: number | null;
  /** False when the file was too large, one too many, or could not be read. */
  readonly counted: boolean;
  /** Mode and object id, joined with a space, that git would give the file if it had no filter. Only where asked for. */
  readonly blob: string | null;
};

const MAX_BYTES = 1024 * 1024;
const MAX_FILES = 2000;
const MAX_TOTAL = 64 * 1024 * 1024;
/** Git looks for a NUL in as many bytes to tell a binary file. */
const BINARY_WINDOW = 8000;

/** How long the object ids are: 40 for sha1, 64 for sha256. */
export type Wanted = { readonly paths: ReadonlySet<string>; readonly oidLength: number };

/**
 * Counts the lines of untracked files, which no git command does without writing. Reads regular files of up to 1 MiB, 2000 of
 * them and 64 MiB at most; never follows a link nor opens anything else.
 */
export async function readUntracked(options: {
  readonly directory: string;
  readonly paths: readonly string[];
  /** The paths whose object id is needed too. */
  readonly wanted: Wanted;
}): Promise<readonly UntrackedFile[]> {
  const { directory, paths, wanted } = options;
  const files: UntrackedFile[] = [];
  let left = MAX_TOTAL;
  for (const [index, path] of paths.entries()) {
    const content = index < MAX_FILES && left > 0 ? await readContent(join(directory, path)) : null;
    left -= content?.bytes.length ?? 0;
    files.push(content === null ? { path, lines: null, counted: false, blob: null } : read(path, content, wanted));
  }
  return files;
}

type Content = { readonly mode: string; readonly bytes: Buffer };

function read(path: string, { mode, bytes }: Content, wanted: Wanted): UntrackedFile {
  const blob = wanted.paths.has(path) ? `${mode} ${blobOid(bytes, wanted.oidLength)}` : null;
  return { path, lines: countLines(bytes), counted: true, blob };
}

/** Lines as `git diff --numstat` counts them: a last one without a newline is a line too. `null` for a binary file. */
export function countLines(bytes: Buffer): number | null {
  if (bytes.subarray(0, BINARY_WINDOW).includes(0)) return null;
  let lines = bytes.length > 0 && bytes.at(-1) !== NEWLINE ? 1 : 0;
  for (let at = bytes.indexOf(NEWLINE); at !== -1; at = bytes.indexOf(NEWLINE, at + 1)) lines += 1;
  return lines;
}

const NEWLINE = 0x0a;

function blobOid(bytes: Buffer, oidLength: number): string {
  return createHash(oidLength === 64 ? 'sha256' : 'sha1')
    .update(`blob ${bytes.length}\0`)
    .update(bytes)
    .digest('hex');
}

/** What git would store: the target of a link, the bytes of a file. `null` when it may not or cannot be read. */
async function readContent(path: string): Promise<Content | null> {
  const bytes = encodePath(path);
  try {
    if ((await lstat(bytes)).isSymbolicLink()) {
      return { mode: '120000', bytes: await readlink(bytes, { encoding: 'buffer' }) };
    }
    // Between lstat and here the path may have become a link or a FIFO: neither is followed, nor waited for.
    const file = await open(bytes, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    try {
      const stats = await file.stat();
      if (!stats.isFile() || stats.size > MAX_BYTES) return null;
      const mode = (stats.mode & 0o100) === 0 ? '100644' : '100755';
      return { mode, bytes: await file.readFile() };
    } finally {
      await file.close();
    }
  } catch {
    // Vanished since git listed it, or not readable: its lines are not counted, and the problem says how many were not.
    return null;
  }
}
