import { KgError } from '../errors.ts';
import type { DifferenceKind } from './difference.ts';
import { isSameEntry, type Entry } from './entry.ts';
import { decodePath } from './path.ts';
import { isNullOid, splitRecords } from './records.ts';

/**
 * Compares commits with other commits, many in one process: one line `<commit> <older commit>` a comparison on standard input.
 * `--always` makes git answer also where nothing differs.
 */
export function commitDifferencesArgs({ renames }: { readonly renames: number }): readonly string[] {
  const detection = renames === 0 ? ['--no-renames'] : ['-M', `-l${renames}`];
  return ['diff-tree', '--stdin', '--always', '-r', '--raw', '-z', ...detection, ...quiet];
}

/** Compares two trees, named by their object ids. */
export function treeDifferencesArgs(older: string, newer: string): readonly string[] {
  return ['diff-tree', '-r', '--raw', '-z', '--no-renames', ...quiet, older, newer];
}

/**
 * Compares the index with a commit, and does not look at the working files. Where an index still holds a merge that waits, it
 * says less than there is: whoever needs to know asks for the tree of the index too, which git then refuses.
 */
export function stagedDifferencesArgs(commit: string): readonly string[] {
  return ['diff-index', '--cached', '--raw', '-z', '--no-renames', ...quiet, commit, '--'];
}

/** Compares trees with trees, many in one process: one line `<older tree> <newer tree>` a comparison on standard input. */
export const treePairsArgs = [
  'diff-tree',
  '--stdin',
  '-r',
  '--raw',
  '-z',
  '--no-renames',
  '--no-abbrev',
  '--no-ext-diff',
  '--no-textconv',
  '--ignore-submodules=dirty',
] as const;

const quiet = ['--no-abbrev', '--no-ext-diff', '--no-textconv', '--ignore-submodules=dirty'] as const;

/** The same, with renames. */
export function renamedTreePairsArgs({ renames }: { readonly renames: number }): readonly string[] {
  return treePairsArgs.flatMap((arg) => (arg === '--no-renames' ? ['-M', `-l${renames}`] : [arg]));
}

/** One path that differs. */
export type RawChange = {
  readonly path: string;
  /** The path that it was renamed from. */
  readonly from?: string;
  readonly change: DifferenceKind;
  /** What the older side has; `null` when it does not have the path. */
  readonly before: Entry | null;
  readonly after: Entry | null;
};

/** The change from what was under a path to what is; `null` when both are the same. No rename is looked for. */
export function changeAt(path: string, before: Entry | null, after: Entry | null): RawChange | null {
  if (isSameEntry(before, after)) return null;
  return { path, change: before === null ? 'added' : after === null ? 'deleted' : 'modified', before, after };
}

/**
 * Reads the answers to `commitDifferencesArgs`, in the order of the lines, and of them what `keep` holds on to.
 * Throws GIT_FAILED when one is missing.
 */
export function parseCommitDifferences(
  output: Buffer,
  asked: number,
  keep: (change: RawChange) => boolean = () => true,
): readonly (readonly RawChange[])[] {
  const sections: RawChange[][] = [];
  const records = splitRecords(output);
  for (let at = 0; at < records.length;) {
    if (records[at]?.[0] === COLON) {
      const read = readChange(records, at);
      if (keep(read.change)) sections.at(-1)?.push(read.change);
      at = read.next;
    } else {
      sections.push([]);
      at += 1;
    }
  }
  if (sections.length !== asked) {
    throw new KgError('GIT_FAILED', {
      command: 'diff-tree',
      stderr: `${sections.length} answers to ${asked} questions`,
    });
  }
  return sections;
}

/** Reads the answer to `treeDifferencesArgs`. Format: git-diff(1), "Raw output format". */
export function parseTreeDifferences(output: Buffer): readonly RawChange[] {
  const records = splitRecords(output);
  const changes: RawChange[] = [];
  for (let at = 0; at < records.length;) {
    const read = readChange(records, at);
    changes.push(read.change);
    at = read.next;
  }
  return changes;
}

/**
 * Reads the answers to `treePairsArgs`, by pair as it was asked. Each begins with the line that was asked, which ends with a
 * newline in spite of `-z`. Throws GIT_FAILED when one is missing.
 */
export function parseTreePairs(output: Buffer, pairs: readonly string[]): ReadonlyMap<string, readonly RawChange[]> {
  const sections = new Map<string, RawChange[]>();
  let section: RawChange[] = [];
  for (let at = 0; at < output.length;) {
    if (output[at] === COLON) {
      const status = output.subarray(at, output.indexOf(0, at));
      const first = output.indexOf(0, at + status.length + 1);
      const end = / R\d*$/u.test(status.toString('latin1')) ? output.indexOf(0, first + 1) : first;
      const paths = splitRecords(output.subarray(at + status.length + 1, end));
      section.push(readChange([status, ...paths], 0).change);
      at = end + 1;
    } else {
      const pair = pairs[sections.size] ?? '';
      if (output.toString('latin1', at, at + pair.length) !== pair) break;
      sections.set(pair, (section = []));
      at += pair.length + 1;
    }
  }
  if (sections.size !== pairs.length) {
    const stderr = `${sections.size} answers to ${pairs.length} questions`;
    throw new KgError('GIT_FAILED', { command: 'diff-tree', stderr });
  }
  return sections;
}

function readChange(records: readonly Buffer[], at: number): { readonly change: RawChange; readonly next: number } {
  const fields = (records[at] ?? NOTHING).toString('latin1').slice(1).split(' ');
  const [oldMode = '', newMode = '', oldOid = '', newOid = '', status = ''] = fields;
  const first = decodePath(records[at + 1] ?? NOTHING);
  const renamed = status.startsWith('R');
  const change: RawChange = {
    path: renamed ? decodePath(records[at + 2] ?? NOTHING) : first,
    ...(renamed ? { from: first } : {}),
    change: kindOf(status),
    before: isNullOid(oldOid) ? null : { mode: oldMode, oid: oldOid },
    after: isNullOid(newOid) ? null : { mode: newMode, oid: newOid },
  };
  return { change, next: at + (renamed ? 3 : 2) };
}

function kindOf(status: string): DifferenceKind {
  switch (status.charAt(0)) {
    case 'A':
      return 'added';
    case 'D':
      return 'deleted';
    case 'R':
      return 'renamed';
    case 'T':
      return 'type';
    case 'M':
      return 'modified';
    default:
      throw new KgError('GIT_FAILED', { command: 'diff-tree', stderr: `unexpected status ${status}` });
  }
}

const COLON = 0x3a;
const NOTHING = Buffer.alloc(0);
