import { differenceArgs, parseDifference, type Difference } from '../git/difference.ts';
import { isText } from '../git/path.ts';
import type { Git } from '../git/run.ts';
import type { Status } from '../git/status.ts';

/** From which commit (or tree) to which state of a worktree. */
export type Span = {
  readonly git: Git;
  readonly directory: string;
  readonly from: string;
  /** `null` on an unborn branch. */
  readonly head: string | null;
  readonly status: Status;
  /** How many git processes may be started, 1 or 2. */
  readonly processes: 1 | 2;
};

/**
 * Reads what differs between the fork point and the tracked files on disk, renames found across commits and uncommitted work.
 *
 * Comparing a whole tree with the disk makes git look at every file again, which `git status` has just done. So commits are
 * compared with commits, and the disk only where status saw a change. Added, deleted and renamed paths are in that second
 * look too, so that the same renames are found as by one comparison of everything.
 */
export async function readDifferences(span: Span): Promise<readonly Difference[]> {
  const { from, head, status, processes } = span;
  const dirty = status.tracked.map((change) => change.path);
  if (head !== null && from === head) return dirty.length === 0 ? [] : againstDisk(span, dirty);
  if (head === null || (dirty.length > 0 && (processes === 1 || !fitsCommandLine(dirty))))
    return againstDisk(span, null);
  const committed = await run(span, ['diff-tree', ...differenceArgs, from, head, '--']);
  if (dirty.length === 0) return committed;
  const looked = new Set([...dirty, ...committed.flatMap(moved)]);
  const disk = await againstDisk(span, [...looked]);
  return [...committed.filter((difference) => !looked.has(difference.path)), ...disk];
}

/** Paths that may be an end of a rename. */
function moved({ change, path, from }: Difference): readonly string[] {
  if (change === 'added' || change === 'deleted') return [path];
  return from === undefined ? [] : [path, from];
}

/** Compares a tree with the files on disk: those at the paths, or all. */
async function againstDisk(span: Span, paths: readonly string[] | null): Promise<readonly Difference[]> {
  const limited = paths !== null && fitsCommandLine(paths) ? paths : [];
  const differences = await run(span, ['diff-index', ...differenceArgs, span.from, '--', ...limited]);
  // A path also matches what lies below it, and more than the paths asked for when they did not fit.
  const wanted = new Set(paths);
  return paths === null
    ? differences
    : differences.filter(({ path, from = path }) => wanted.has(path) || wanted.has(from));
}

async function run({ git, directory }: Span, args: readonly string[]): Promise<readonly Difference[]> {
  return parseDifference((await git.run({ cwd: directory, args })).stdout);
}

const MAX_PATHS = 1000;
const MAX_CHARACTERS = 64 * 1024;

/** Git matches every path with every entry of the index, and the length of a command line is limited. */
function fitsCommandLine(paths: readonly string[]): boolean {
  const characters = paths.reduce((total, path) => total + path.length, 0);
  return paths.length <= MAX_PATHS && characters <= MAX_CHARACTERS && paths.every(isText);
}
