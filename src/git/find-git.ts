import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';

/**
 * The git that PATH leads to, as an absolute path: the system would search anew for every process, and in a relative entry of
 * PATH it would look into the directory that git is started in, which is somebody's repository. Where none is found, the bare
 * name is left for the system to refuse (or, on Windows, to find by its own rules).
 */
export function findGit(path: string | undefined): string {
  const candidates = (path ?? '').split(delimiter).filter(isAbsolute);
  return candidates.map((directory) => join(directory, 'git')).find(isProgram) ?? 'git';
}

/** Stands for a program: another one after an update. */
export function programIdentity(program: string): string {
  try {
    const { ino, size, mtimeMs } = statSync(program);
    return `${program} ${ino} ${size} ${mtimeMs}`;
  } catch {
    return program;
  }
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
