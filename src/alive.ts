/**
 * Whether a process is there, whoever it belongs to. `probe` sends it signal 0, which reaches nobody: only the system's answer
 * counts, and that it may not be sent is one, too.
 */
export function isAlive(probe: () => unknown): boolean {
  try {
    probe();
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
