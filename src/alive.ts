/** Whether a process of that id is there, whoever it belongs to. Signal 0 is sent to nobody: only the system's answer counts. */
export function isAlive(process: NodeJS.Process, pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
