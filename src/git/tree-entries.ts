import type { Entry } from './commit-differences.ts';
import { decodePath } from './path.ts';
import { splitRecords } from './records.ts';

/** Lists all files of a commit or a tree. */
export function treeEntriesArgs(tree: string): readonly string[] {
  return ['ls-tree', '-r', '-z', '--full-tree', tree];
}

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

const TAB = 0x09;
