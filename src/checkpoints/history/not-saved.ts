import { KgError } from '../../errors.ts';
import { isErrorCode, isFileSystemError } from '../../worktrees/file-error.ts';

/** Waits for work on files below a path; an error of the file system becomes CHECKPOINT_NOT_SAVED `{path, cause}`. */
export async function orNotSaved<T>(path: string, work: Promise<T>): Promise<T> {
  return work.catch((error: unknown) => {
    throw isFileSystemError(error) ? notSaved(path, fileReason(error), error) : error;
  });
}

export function notSaved(path: string, cause: string, error: unknown): KgError {
  return new KgError('CHECKPOINT_NOT_SAVED', { path, cause }, { cause: error });
}

/** What people can mend in the system's own words; of the rest what Node says, on one line. */
export function fileReason(error: Error): string {
  if (isErrorCode(error, 'ENOSPC', 'EDQUOT')) return 'No space left on device';
  if (isErrorCode(error, 'EROFS')) return 'Read-only file system';
  if (isErrorCode(error, 'EACCES', 'EPERM')) return 'Permission denied';
  if (isErrorCode(error, 'ENOTDIR', 'EEXIST')) return 'Something else lies where a directory should be';
  return error.message.replaceAll(/\p{Cc}/gu, ' ');
}

/** Of what git says when it fails, that the disk is the reason; `null` when it is another. */
export function diskReason(line: string): string | null {
  return /No space left on device|Disk quota exceeded|Read-only file system|Permission denied/u.exec(line)?.[0] ?? null;
}
