import type { Problem, ProblemCode } from '../errors.ts';
import { gitFailureLine } from '../git/failure.ts';
import { isText } from '../git/path.ts';
import type { Git } from '../git/run.ts';
import { parseStatus, statusArgs, type Status } from '../git/status.ts';
import { countChanges, fileChanges, isUncounted } from './changes.ts';
import { readEmptyTree } from './common-files.ts';
import type { FileChange } from './file-change.ts';
import { measuredAgainst, type ForkPoint } from './fork-point.ts';
import type { ReadingMemory } from './reading-memory.ts';
import { rememberDifferences, rememberForkPoint } from './remembered.ts';
import type { Trunk } from './trunk.ts';
import { readUntracked } from './untracked.ts';
import type { Changes, Distance, Worktree, WorktreeState } from './worktree.ts';

/** What was read inside of one worktree. `null` is "could not be determined", and a problem says why. */
export type WorktreeReading = {
  readonly state: WorktreeState;
  readonly distance: Distance | null;
  readonly changes: Changes | null;
  readonly files: readonly FileChange[] | null;
  /** Object id of the commit that the changes count from; absent on an unborn branch, where everything is new. */
  readonly forkPoint?: string;
  readonly problems: readonly Problem[];
};

/**
 * Reads how far a worktree is from the trunk and what it changed itself. At most four git processes, none for a worktree that
 * is bare, missing or has no usable git directory. A git that fails makes the worktree `unreadable`, never an exception.
 */
export async function readWorktree(options: {
  readonly git: Git;
  readonly worktree: Worktree;
  readonly trunk: Trunk | null;
  /** What `git status` printed there, where that was asked for beside other worktrees; without it git is asked here. */
  readonly status?: Buffer | null;
  /** Spares the processes whose answers it knows, and learns the others. */
  readonly memory?: ReadingMemory | null;
  /** Only whether it can be read: no process where the status is known. */
  readonly stateOnly?: boolean;
}): Promise<WorktreeReading> {
  const { worktree } = options;
  if (worktree.state === 'bare' || worktree.state === 'missing') return unread(worktree.state, []);
  if (!isText(worktree.path)) return unreadable(worktree, 'The path of this worktree is not valid UTF-8');
  if (worktree.gitDirectory === null) {
    return unreadable(worktree, 'The .git file of this worktree is gone or names another repository');
  }
  try {
    return await readOk(options, worktree.gitDirectory);
  } catch (error) {
    const line = gitFailureLine(error);
    if (line === null) throw error;
    return unreadable(worktree, line);
  }
}

async function readOk(
  { git, worktree, trunk, memory = null, stateOnly = false, ...given }: Parameters<typeof readWorktree>[0],
  gitDirectory: string,
): Promise<WorktreeReading> {
  const directory = worktree.path;
  const printed = given.status ?? (await git.run({ cwd: directory, args: statusArgs })).stdout;
  const status = withoutOwnFiles(parseStatus(printed));
  // Git does not check an index against its own sum and may read names out of nothing.
  if (status.tracked.some(({ path }) => path === '')) {
    return unreadable(worktree, 'The index of this worktree is damaged: it holds an entry without a name');
  }
  if (stateOnly) return unread('ok', []);
  const { head } = status;
  const fork = head === null ? null : await readFork({ git, worktree, trunk, memory, head, gitDirectory });
  if (fork !== null && fork.oid === null) {
    const message = 'This worktree has no commit in common with the trunk, as far as the history is known here';
    const why = trunk === null ? 'There is no trunk to measure this worktree against' : message;
    return { ...unread('ok', [problem(worktree, 'FORK_POINT_UNKNOWN', why)]), distance: fork.distance };
  }
  const from = fork?.oid ?? (await readEmptyTree({ main: worktree.main, gitDirectory }));
  const processes = fork?.searched === true ? 1 : 2;
  const differences = await rememberDifferences(memory, {
    git,
    directory,
    from,
    head,
    status,
    processes,
    printed,
    gitDirectory,
  });
  const gone = new Set(differences.filter(({ change }) => change === 'deleted').map(({ path }) => path));
  const wanted = { paths: gone, oidLength: from.length };
  const untracked = await readUntracked({ directory, paths: status.untracked, wanted });
  const read = { status, differences, untracked };
  const files = fileChanges(read);
  const byPath = new Map(untracked.map((file) => [file.path, file]));
  const uncounted = files.filter((file) => isUncounted(file, byPath)).length;
  const message = `Lines of ${uncounted} untracked ${uncounted === 1 ? 'file' : 'files'} were not counted`;
  return {
    state: 'ok',
    distance: fork?.distance ?? null,
    changes: countChanges(files, read),
    files,
    ...(fork?.oid === undefined || fork.oid === null ? {} : { forkPoint: fork.oid }),
    problems: uncounted === 0 ? [] : [problem(worktree, 'LINES_NOT_COUNTED', message)],
  };
}

async function readFork(options: {
  readonly git: Git;
  readonly worktree: Worktree;
  readonly trunk: Trunk | null;
  readonly memory: ReadingMemory | null;
  readonly head: string;
  readonly gitDirectory: string;
}): Promise<ForkPoint> {
  const { git, worktree, trunk, memory, head, gitDirectory } = options;
  const against = measuredAgainst(worktree, trunk, head);
  if (against === null) return { oid: null, distance: null, searched: false };
  const place = { main: worktree.main, gitDirectory };
  return rememberForkPoint(memory, { git, directory: worktree.path, against, head, worktree: place });
}

/** What kg itself keeps in a worktree is nobody's change. */
function withoutOwnFiles(status: Status): Status {
  return { ...status, untracked: status.untracked.filter((path) => !path.startsWith('.keepgoing/')) };
}

function unread(state: WorktreeState, problems: readonly Problem[]): WorktreeReading {
  return { state, distance: null, changes: null, files: null, problems };
}

function unreadable(worktree: Worktree, message: string): WorktreeReading {
  return unread('unreadable', [problem(worktree, 'WORKTREE_UNREADABLE', message)]);
}

function problem(worktree: Worktree, code: ProblemCode, message: string): Problem {
  return { code, message, worktree: worktree.path };
}
