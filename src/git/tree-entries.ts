import type { Entry } from './entry.ts';
import { bytesOf, decodePath, isText, pathOf } from './path.ts';
import { splitRecords } from './records.ts';

/** Lists all files of a commit or a tree. */
export function treeEntriesArgs(tree: string): readonly string[] {
  return ['ls-tree', '-r', '-z', '--full-tree', tree];
}

/**
 * Lists what lies in some directories of a commit or a tree, their own directories as entries. Where there are too many for a
 * command line, or for git to compare every name with each, all files.
 */
export function entriesInArgs(tree: string, directories: readonly string[]): readonly string[] {
  const characters = directories.reduce((total, directory) => total + directory.length, 0);
  const fits = directories.length <= MOST_DIRECTORIES && characters <= MOST_CHARACTERS && directories.every(isText);
  if (!fits) return treeEntriesArgs(tree);
  return ['ls-tree', '-z', '--full-tree', tree, '--', ...directories.map((directory) => `${directory || '.'}/`)];
}

const MOST_DIRECTORIES = 200;
const MOST_CHARACTERS = 16 * 1024;

/** Reads the output of `treeEntriesArgs`: `<mode> <type> <oid>`, tab, path, NUL. Format: git-ls-tree(1). */
export function parseTreeEntries(output: Buffer): ReadonlyMap<string, Entry> {
  return new Map(
    splitRecords(output).map((record) => {
      const tab = record.indexOf(TAB);
      const [mode = '', , oid = ''] = record.toString('latin1', 0, tab).split(' ');
      return [decodePath(record.subarray(tab + 1)), { mode, oid }];
    }),
  );
}

/** Some of the files of a tree, and which of some directories hold a file themselves. */
export type FoundEntries = {
  readonly files: ReadonlyMap<string, Entry>;
  readonly directories: ReadonlySet<string>;
  /** Names of which some other spelling is a file. Only where that was asked for. */
  readonly spelled?: ReadonlySet<string>;
};

/** Names, as `fold` makes one of all spellings of a path. */
export type Spellings = { readonly folded: ReadonlySet<string>; readonly fold: (path: string) => string };

/**
 * Finds some paths and directories in the output of `treeEntriesArgs`, or of `entriesInArgs` for all directories that are asked
 * for and are around a path. A tree has tens of thousands of files and few are asked for, so the others are passed over
 * without taking them apart.
 */
export function findTreeEntries(
  output: Buffer,
  {
    paths,
    directories,
    spellings,
  }: {
    readonly paths: Iterable<string>;
    readonly directories: Iterable<string>;
    /** Spellings of files to look for beside the paths. */
    readonly spellings?: Spellings;
  },
): FoundEntries {
  const [byBytes, directoriesByBytes] = [namesByBytes(paths), namesByBytes(directories)];
  const files = new Map<string, Entry>();
  const found = new Set<string>();
  const spelled = new Set<string>();
  const text = output.toString('latin1');
  for (let at = 0; at < text.length;) {
    const tab = text.indexOf('\t', at);
    const end = text.indexOf('\0', tab);
    if (tab === -1 || end === -1) break;
    if (text.startsWith(DIRECTORY, at)) {
      at = end + 1;
      continue;
    }
    const name = text.slice(tab + 1, end);
    const path = byBytes.get(name);
    const directory = directoriesByBytes.get(name.slice(0, Math.max(name.lastIndexOf('/'), 0)));
    if (directory !== undefined) found.add(directory);
    if (path !== undefined) {
      const [mode = '', , oid = ''] = text.slice(at, tab).split(' ');
      files.set(path, { mode, oid });
    } else if (spellings !== undefined) {
      const folded = spellings.fold(pathOf(name));
      if (spellings.folded.has(folded)) spelled.add(folded);
    }
    at = end + 1;
  }
  return { files, directories: found, spelled };
}

/** Names by their bytes, one a character. */
function namesByBytes(names: Iterable<string>): ReadonlyMap<string, string> {
  return new Map(Array.from(names, (name) => [bytesOf(name), name]));
}

const TAB = 0x09;
/** How the entry of a directory begins. */
const DIRECTORY = '040000 ';
