import { decodePath } from './path.ts';
import { isNullOid, splitRecords } from './records.ts';

/**
 * Every path that differs from HEAD or is untracked, without its contents. Renames are left to the diff against the fork
 * point; the work inside of submodules is theirs.
 */
export const statusArgs = [
  'status',
  '--porcelain=v2',
  '--branch',
  '-z',
  '--untracked-files=all',
  '--no-renames',
  '--no-ahead-behind',
  '--ignore-submodules=dirty',
] as const;

export type Status = {
  /** `null` on an unborn branch. */
  readonly head: string | null;
  readonly tracked: readonly TrackedChange[];
  /** Relative to the top level. Nested repositories and worktrees, which git prints with a slash at the end, are left out. */
  readonly untracked: readonly string[];
};

/** A tracked path whose index entry differs from HEAD (`staged`) or whose file differs from the index (`unstaged`). */
export type TrackedChange = {
  readonly path: string;
  readonly staged: boolean;
  readonly unstaged: boolean;
  readonly unmerged: boolean;
  /** Mode and object id at HEAD, joined with a space; `null` when HEAD does not have the path. */
  readonly atHead: string | null;
  /** The same in the index; `null` also for a path that is unmerged, or that is only meant to be added. */
  readonly atIndex: string | null;
};

/** Reads the output of `statusArgs`. Format: git-status(1), "Porcelain Format Version 2". */
export function parseStatus(output: Buffer): Status {
  let head: string | null = null;
  const tracked: TrackedChange[] = [];
  const untracked: string[] = [];
  for (const record of splitRecords(output)) {
    const kind = String.fromCharCode(record[0] ?? 0);
    if (kind === '1' || kind === 'u') tracked.push(trackedChange(record, kind));
    else if (kind === '?' && record.at(-1) !== SLASH) untracked.push(decodePath(record.subarray(2)));
    else if (kind === '#') head = oidOf(record.toString('latin1')) ?? head;
  }
  return { head, tracked, untracked };
}

/** What the index has in place of what HEAD has, `null` where it has nothing; without paths that are unmerged. */
export function stagedEntries({ tracked }: Pick<Status, 'tracked'>): ReadonlyMap<string, string | null> {
  return new Map(
    tracked.flatMap(({ path, staged, unmerged, atIndex }) => (staged && !unmerged ? [[path, atIndex] as const] : [])),
  );
}

/**
 * Cuts the outputs of `statusArgs` in several worktrees, one after the other, apart: each begins with the header that names
 * HEAD, and no other record begins so.
 */
export function splitStatuses(output: Buffer): readonly Buffer[] {
  const starts = output.subarray(0, HEADER.length).equals(HEADER) ? [0] : [];
  const inner = Buffer.concat([Buffer.of(0), HEADER]);
  for (let at = output.indexOf(inner); at !== -1; at = output.indexOf(inner, at + 1)) starts.push(at + 1);
  return starts.map((start, index) => output.subarray(start, starts[index + 1] ?? output.length));
}

const HEADER = Buffer.from('# branch.oid ');

/** The commit and the branch that a status is about; the branch is `null` when HEAD is detached. From the output of `statusArgs`. */
export function parseStatusHeader(output: Buffer): { readonly head: string | null; readonly branch: string | null } {
  const [oid = Buffer.alloc(0), name = Buffer.alloc(0)] = splitRecords(output.subarray(0, HEADER_BYTES));
  const branch = decodePath(name).replace(/^# branch\.head /u, '');
  return { head: oidOf(oid.toString('latin1')), branch: branch === '(detached)' ? null : branch };
}

/** More than the two records of a header can have: a ref is a path of the file system at most. */
const HEADER_BYTES = 8192;

/**
 * The untracked directories that git does not look into, because each is a repository of its own (or a worktree of one),
 * without the slash at the end. From the output of `statusArgs`.
 */
export function parseNested(output: Buffer): readonly string[] {
  return splitRecords(output)
    .filter((record) => record[0] === QUESTION && record.at(-1) === SLASH)
    .map((record) => decodePath(record.subarray(2, -1)));
}

const SLASH = 0x2f;
const QUESTION = 0x3f;

/** `# branch.oid <oid>`, where an unborn branch has the word `(initial)`. */
function oidOf(header: string): string | null {
  return /^# branch\.oid ([0-9a-f]{40,64})$/u.exec(header)?.[1] ?? null;
}

/**
 * `1 <XY> <sub> <mH> <mI> <mW> <hH> <hI> <path>` and `u <XY> <sub> <m1> <m2> <m3> <mW> <h1> <h2> <h3> <path>`; in the second,
 * stage 2 is what HEAD has.
 */
function trackedChange(record: Buffer, kind: '1' | 'u'): TrackedChange {
  const { fields, rest } = leadingFields(record, kind === '1' ? 8 : 10);
  const [, codes = '..'] = fields;
  const mode = fields[kind === '1' ? 3 : 4] ?? '';
  const oid = fields[kind === '1' ? 6 : 8] ?? '';
  const [modeAtIndex = '', oidAtIndex = '0'] = kind === '1' ? [fields[4], fields[7]] : [];
  return {
    path: decodePath(rest),
    staged: kind === 'u' || codes[0] !== '.',
    unstaged: kind === 'u' || codes[1] !== '.',
    unmerged: kind === 'u',
    atHead: isNullOid(oid) ? null : `${mode} ${oid}`,
    atIndex: isNullOid(oidAtIndex) ? null : `${modeAtIndex} ${oidAtIndex}`,
  };
}

/** The first fields, which are ASCII and end with one space each, and the bytes after them. */
function leadingFields(record: Buffer, count: number): { fields: string[]; rest: Buffer } {
  const fields: string[] = [];
  let start = 0;
  for (let index = 0; index < count; index += 1) {
    const space = record.indexOf(0x20, start);
    if (space === -1) break;
    fields.push(record.subarray(start, space).toString('latin1'));
    start = space + 1;
  }
  return { fields, rest: record.subarray(start) };
}
