import { relative, isAbsolute, sep } from 'node:path';

/** Whether a path is a directory or lies in it, by whole segments: `/a/bc` is not within `/a/b`. */
export function isWithin(path: string, directory: string): boolean {
  const way = relative(directory, path);
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way));
}
