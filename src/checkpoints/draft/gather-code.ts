import { readCommitFacts } from '../../git/commit-facts.ts';
import { gitFailureLine } from '../../git/failure.ts';
import type { Git } from '../../git/run.ts';
import { stagedEntries } from '../../git/status.ts';
import { readEmptyTree } from '../../worktrees/common-files.ts';
import { readMergeHeads } from '../../worktrees/snapshot/conflicts.ts';
import type { Snapshot } from '../../worktrees/snapshot/types.ts';
import { writeChangedTree } from '../../worktrees/store/changed-tree.ts';
import { writeCommit } from '../../worktrees/store/commit.ts';
import type { Store } from '../../worktrees/store/store.ts';
import type { Worktree } from '../../worktrees/worktree.ts';
import { readLeftOut } from '../code/left-out.ts';
import { findNeededObjects } from '../code/needed-objects.ts';
import type { SavedCode, SavedSkip } from '../code/saved-code.ts';
import { readSavedFiles } from '../code/saved-files.ts';

export type CodeOptions = {
  readonly git: Git;
  /** Where the snapshot lies, and where what is built from it is written. */
  readonly store: Store;
  readonly worktree: Worktree;
  readonly snapshot: Snapshot;
  readonly forkPoint: string | null;
  /** Commit of the trunk; `null` when there is none. */
  readonly trunk: string | null;
  readonly isSecret: (path: string) => boolean;
  readonly now: Date;
};

/** The code of a checkpoint, and all objects that it needs; or why there is none. */
export type GatheredCode =
  | { readonly code: SavedCode; readonly objects: readonly string[] }
  | { readonly code: null; readonly reason: string };

/**
 * Makes of a snapshot what a checkpoint may hold: secrets and what is too large taken out, the staged state beside it. Writes
 * nothing but the store. About five git processes. A git that fails is a reason, never an exception.
 */
export async function gatherCode(options: CodeOptions): Promise<GatheredCode> {
  const { snapshot } = options;
  const { gitDirectory } = options.worktree;
  const { tree, status } = snapshot;
  if (gitDirectory === null || tree === null || status === null) {
    return { code: null, reason: snapshot.reason ?? 'The working state of this worktree could not be read' };
  }
  try {
    return await gather({ ...options, worktree: { ...options.worktree, gitDirectory }, whole: tree, status });
  } catch (error) {
    const reason = gitFailureLine(error);
    if (reason === null) throw error;
    return { code: null, reason };
  }
}

type Gathering = CodeOptions & {
  readonly worktree: Worktree & { readonly gitDirectory: string };
  readonly whole: string;
  readonly status: NonNullable<Snapshot['status']>;
};

/** Files that the manifest names one by one. */
const MOST_FILES = 2000;

async function gather(options: Gathering): Promise<GatheredCode> {
  const { git, store, worktree, snapshot, whole, isSecret } = options;
  const [leftOut, mergeHeads, emptyTree] = await Promise.all([
    readLeftOut({ git, snapshot, isSecret }),
    readMergeHeads(worktree.gitDirectory),
    readEmptyTree(worktree),
  ]);
  const set = atHead(options.status, leftOut);
  const tree = await writeChangedTree({ git, store, cwd: worktree.path, tree: whole, set });
  const parents = snapshot.head === null ? [] : [snapshot.head, ...mergeHeads];
  const head = await readHead(options, { tree, parents });
  const { commit } = head;
  const staged = await readStaged(options, { set, headTree: head.tree ?? emptyTree });
  const forkPoint = options.forkPoint ?? snapshot.head;
  const kept = [options.forkPoint, options.trunk].filter((oid) => oid !== null);
  const tips = [commit, ...(staged === null || staged === head.tree ? [] : [staged])];
  const [files, reached] = await Promise.all([
    readSavedFiles({ git, env: store.env, snapshot, commit, tree, forkPoint, emptyTree }),
    findNeededObjects({ git, cwd: worktree.path, env: store.env, tips, kept, nearer: parents, isSecret }),
  ]);
  // Of touched files both versions, whatever history they are in.
  const both = files
    .filter(({ path, mode }) => mode !== SUBMODULE && !isSecret(path))
    .flatMap(({ base, now }) => [base ?? [], now ?? []].flat());
  const objects = [...new Set([...reached, ...both])].filter((oid) => oid !== emptyTree);
  return {
    objects,
    code: {
      commit,
      tree,
      ...(tree === whole ? {} : { whole }),
      staged: staged === tree ? null : staged,
      parents,
      files: files.slice(0, MOST_FILES),
      ...(files.length > MOST_FILES ? { more: files.length - MOST_FILES } : {}),
      skipped: skippedOf(snapshot, leftOut),
    },
  };
}

const SUBMODULE = '160000';

/** What HEAD has of the paths that are left out: their content in the checkpoint. */
function atHead(
  { tracked }: Gathering['status'],
  leftOut: ReadonlyMap<string, SavedSkip>,
): ReadonlyMap<string, string | null> {
  const before = new Map(tracked.map((change) => [change.path, change.atHead]));
  return new Map([...leftOut.keys()].map((path) => [path, before.get(path) ?? null]));
}

/** The commit that stands for the working state, and the tree of HEAD (`null` on an unborn branch). */
async function readHead(
  { git, store, snapshot, worktree, whole, now }: Gathering,
  { tree, parents }: { readonly tree: string; readonly parents: readonly string[] },
): Promise<{ readonly commit: string; readonly tree: string | null }> {
  const [head, ...others] = parents;
  if (head === undefined) {
    const date = Math.floor(now.getTime() / 1000);
    return { commit: await writeCommit(store, { tree, parents, date }), tree: null };
  }
  if (snapshot.commit === head && tree === whole) return { commit: head, tree };
  const facts = (await readCommitFacts({ git, cwd: worktree.path, oids: [head] })).get(head);
  if (facts !== undefined && facts.tree === tree && others.length === 0) return { commit: head, tree };
  if (snapshot.commit !== null && tree === whole) return { commit: snapshot.commit, tree: facts?.tree ?? null };
  const date = facts?.date ?? Math.floor(now.getTime() / 1000);
  return { commit: await writeCommit(store, { tree, parents, date }), tree: facts?.tree ?? null };
}

/** The tree of the index; `null` when entries are unmerged, so that it cannot be written. */
async function readStaged(
  { git, store, worktree, status }: Gathering,
  { set, headTree }: { readonly set: ReadonlyMap<string, string | null>; readonly headTree: string },
): Promise<string | null> {
  if (status.tracked.some(({ unmerged }) => unmerged)) return null;
  const entries = stagedEntries(status);
  const staged = new Map([...entries, ...[...set].filter(([path]) => entries.has(path))]);
  return writeChangedTree({ git, store, cwd: worktree.path, tree: headTree, set: staged });
}

function skippedOf(snapshot: Snapshot, leftOut: ReadonlyMap<string, SavedSkip>): SavedCode['skipped'] {
  const skipped = new Map<string, SavedSkip>([
    ...snapshot.skipped.map(({ path, reason }) => [path, reason] as const),
    ...leftOut,
  ]);
  return [...skipped].map(([path, reason]) => ({ path, reason })).toSorted((a, b) => (a.path < b.path ? -1 : 1));
}
