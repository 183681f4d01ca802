import { plain } from './text.ts';

/** An absolute path for people: the home directory as `~`, nothing invisible left in it. */
export function homePath(path: string, home: string): string {
  const base = home.replace(/[/\\]+$/u, '');
  if (base === '') return plain(path);
  if (path === base) return '~';
  const isBelow = path.startsWith(base) && /^[/\\]/u.test(path.slice(base.length));
  return plain(isBelow ? `~${path.slice(base.length)}` : path);
}

/** The last part of a path. */
export function folderName(path: string): string {
  return plain(path.split(/[/\\]/u).findLast((part) => part !== '') ?? path);
}

/** Where `path` lies as seen from `root`: below it, in the folder beside it (`../name`), or from the home directory. */
export function relativePath(path: string, { root, home }: { readonly root: string; readonly home: string }): string {
  const within = below(path, root);
  if (within !== null) return plain(within);
  const beside = below(path, root.replace(/[/\\][^/\\]+[/\\]?$/u, ''));
  return beside === null ? homePath(path, home) : plain(`../${beside}`);
}

function below(path: string, directory: string): string | null {
  return directory !== '' && path.startsWith(`${directory}/`) ? path.slice(directory.length + 1) : null;
}
