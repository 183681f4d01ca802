import { decodePath } from './path.ts';
import { splitRecords } from './records.ts';

/**
 * Options of `diff-tree` and `diff-index` that go with `parseDifference`: what changed and how many lines, with renames found
 * inside the difference, and no program of the repository run for it. The rename limit is git's own default, made explicit
 * because a repository can set another.
 */
export const differenceArgs = [
  '--raw',
  '--numstat',
  '-z',
  '-r',
  '-M',
  '-l1000',
  '--no-abbrev',
  '--no-ext-diff',
  '--no-textconv',
  '--ignore-submodules=dirty',
] as const;

export type Difference = {
  readonly path: string;
  /** The path that it was renamed from. */
  readonly from?: string;
  readonly change: DifferenceKind;
  /** Lines; `null` for a binary file. */
  readonly added: number | null;
  readonly deleted: number | null;
  /** Mode and object id on the older side, joined with a space; `null` when it does not have the path. */
  readonly before: string | null;
};

export const differenceKinds = ['added', 'modified', 'deleted', 'renamed', 'type'] as const;
export type DifferenceKind = (typeof differenceKinds)[number];

/**
 * Reads `--raw --numstat -z`: first all raw records (`:<modes> <oids> <status>`, path, and the new path of a rename), then all
 * counts (`<added> TAB <deleted> TAB <path>`, or an empty path and two more records for a rename).
 * A path with no count does not differ: `diff-index` lists raw what the index holds differently or was merely touched, and sees
 * only when it counts that the file on disk is the same.
 * Format: git-diff(1), "Raw output format" and "Other diff formats".
 */
export function parseDifference(output: Buffer): readonly Difference[] {
  const records = splitRecords(output);
  const raw: Omit<Difference, 'added' | 'deleted'>[] = [];
  let at = 0;
  while (records[at]?.[0] === COLON) {
    const [oldMode = '', , oldOid = '', , status = ''] = (records[at] ?? NOTHING)
      .toString('latin1')
      .slice(1)
      .split(' ');
    const change = kinds.get(status.charAt(0)) ?? null;
    const first = decodePath(records[at + 1] ?? NOTHING);
    const renamed = change === 'renamed';
    const path = renamed ? decodePath(records[at + 2] ?? NOTHING) : first;
    const before = change === 'added' ? null : `${oldMode} ${oldOid}`;
    if (change !== null) raw.push({ path, change, before, ...(renamed ? { from: first } : {}) });
    at += renamed ? 3 : 2;
  }
  const counts = parseCounts(records.slice(at));
  return raw.flatMap((entry) => {
    const counted = counts.get(entry.path);
    return counted === undefined ? [] : [{ ...entry, ...counted }];
  });
}

const COLON = 0x3a;
const TAB = 0x09;
const NOTHING = Buffer.alloc(0);

type Counts = { readonly added: number | null; readonly deleted: number | null };

function parseCounts(records: readonly Buffer[]): ReadonlyMap<string, Counts> {
  const counts = new Map<string, Counts>();
  for (let at = 0; at < records.length; at += 1) {
    const record = records[at] ?? NOTHING;
    const first = record.indexOf(TAB);
    const second = record.indexOf(TAB, first + 1);
    let path = record.subarray(second + 1);
    if (path.length === 0) {
      path = records[at + 2] ?? NOTHING;
      at += 2;
    }
    counts.set(decodePath(path), {
      added: countOf(record.subarray(0, first)),
      deleted: countOf(record.subarray(first + 1, second)),
    });
  }
  return counts;
}

/** A binary file has a dash in place of the number. */
function countOf(field: Buffer): number | null {
  const text = field.toString('latin1');
  return /^\d+$/u.test(text) ? Number(text) : null;
}

/** By the letter of the status. `U` is missing: it marks an unmerged path a second time, beside its real difference. */
const kinds: ReadonlyMap<string, DifferenceKind> = new Map([
  ['A', 'added'],
  ['C', 'added'],
  ['D', 'deleted'],
  ['M', 'modified'],
  ['R', 'renamed'],
  ['T', 'type'],
]);
