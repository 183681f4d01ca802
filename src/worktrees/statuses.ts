import { runInEach } from '../git/in-each.ts';
import { isText } from '../git/path.ts';
import type { Git } from '../git/run.ts';
import { parseStatusHeader, splitStatuses, statusArgs } from '../git/status.ts';
import type { Worktree } from './worktree.ts';

/** The output of `statusArgs` in one worktree; `null` when git must be asked there alone. */
export type StatusOutput = Buffer | null;

/** Fewer worktrees than this are asked one by one. */
const FEW = 3;
/** So many are asked by one process; more are shared out to several. */
const SOME = 5;
const MOST_AT_ONCE = 10;

/**
 * Starts to read the status of many worktrees, several by one process. Answers at once: an output to wait for by the path of
 * each worktree that is being read. None is wrong: what git printed is taken for a worktree's only where it names the commit
 * and the branch that the worktree has.
 */
export function readStatuses({
  git,
  worktrees,
}: {
  readonly git: Git;
  readonly worktrees: readonly Worktree[];
}): ReadonlyMap<string, Promise<StatusOutput>> {
  const readable = worktrees.filter(
    ({ path, state, gitDirectory }) => state === 'ok' && gitDirectory !== null && isText(path),
  );
  if (readable.length < FEW) return new Map(readable.map((worktree) => [worktree.path, readOne(git, worktree)]));
  const size = groupSize(readable.length);
  const outputs = new Map<string, Promise<StatusOutput>>();
  for (let at = 0; at < readable.length; at += size) {
    const group = readable.slice(at, at + size);
    const reading = readGroup(git, group);
    group.forEach((worktree, index) =>
      outputs.set(
        worktree.path,
        reading.then((found) => found[index] ?? null),
      ),
    );
  }
  return outputs;
}

/** Makes an even number of groups of one size, since so many processes are mostly run at a time. */
function groupSize(count: number): number {
  return count <= SOME ? count : Math.ceil(count / (2 * Math.ceil(count / (2 * MOST_AT_ONCE))));
}

/** `null` when git fails: it is asked once more by whoever can tell why. */
function readOne(git: Git, { path }: Worktree): Promise<StatusOutput> {
  return git.run({ cwd: path, args: statusArgs }).then(
    ({ stdout }) => stdout,
    () => null,
  );
}

async function readGroup(git: Git, group: readonly Worktree[]): Promise<readonly StatusOutput[]> {
  const directories = group.map(({ path }) => path);
  const { stdout, complete } = await runInEach({ git, directories, args: statusArgs });
  const printed = splitStatuses(stdout);
  // The last one before a failure may be only half of what was to be printed.
  const whole = complete ? printed : printed.slice(0, -1);
  return group.map((worktree, index) => {
    const output = whole[index];
    return output !== undefined && isOf(worktree, output) ? output : null;
  });
}

function isOf({ head, branch }: Worktree, output: Buffer): boolean {
  const found = parseStatusHeader(output);
  return found.head === head && (found.branch === null || found.branch === branch);
}
