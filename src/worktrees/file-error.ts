/** Whether an error of the file system has one of these codes. */
export function isErrorCode(error: unknown, ...codes: readonly string[]): boolean {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && codes.includes(error.code);
}

/** Whether an error comes from the file system at all. */
export function isFileSystemError(error: unknown): error is Error {
  return error instanceof Error && 'syscall' in error;
}
