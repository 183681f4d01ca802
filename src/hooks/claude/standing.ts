import { hash } from 'node:crypto';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { encodePath } from '../../git/path.ts';
import type { Git } from '../../git/run.ts';
import { parseStatus, statusArgs } from '../../git/status.ts';
import { fileStamp } from '../../whisper/stamps.ts';

/**
 * A word for where a session and its worktree stand: the same as long as HEAD, the changed and untracked files and the transcript
 * are. One git process and a call of the file system for each of those files. `null`: too much has changed for that, or git did
 * not answer; then nobody knows whether it is the same.
 */
export async function readStanding(options: {
  readonly git: Git;
  /** Path of the top of the worktree. */
  readonly worktree: string;
  /** What the session is written into; `null`: not known. */
  readonly transcript: string | null;
}): Promise<string | null> {
  const { git, worktree, transcript } = options;
  if (transcript === null) return null;
  try {
    const { stdout } = await git.run({ cwd: worktree, args: statusArgs });
    const { tracked, untracked } = parseStatus(stdout);
    const paths = [...tracked.map(({ path }) => path), ...untracked];
    if (paths.length > MOST) return null;
    const stamps = paths.map((path) => fileStamp(join(worktree, path)).stamp);
    // Its size, not its time: the client may touch it without writing a line.
    const size = statSync(encodePath(transcript), { throwIfNoEntry: false })?.size ?? 0;
    return hash('sha256', `${transcript}\0${size}\0${stdout.toString('latin1')}\0${stamps.join('\0')}`);
  } catch {
    return null;
  }
}

const MOST = 1000;
