import { parseCommit, type CommitFacts } from '../../git/commit-facts.ts';
import type { RawChange } from '../../git/commit-differences.ts';
import { gitFailureLine } from '../../git/failure.ts';
import { objectNamesInput, parseObjects, readObjectsArgs } from '../../git/objects.ts';
import { stagedEntries, type Status } from '../../git/status.ts';
import { readEmptyTree } from '../common-files.ts';
import {
  changeTree,
  directoriesAround,
  directoriesOf,
  directoryNames,
  type Directories,
} from '../store/changed-tree.ts';
import { writeCommit } from '../store/commit.ts';
import { writeObjects } from '../store/objects.ts';
import type { Plan } from './plan.ts';
import type { Run } from './run.ts';
import { editsOf } from './edits.ts';
import { stageFiles } from './stage-files.ts';
import type { Skipped, SnapshotOptions } from './types.ts';

export type Made = {
  readonly commit: string | null;
  readonly tree: string | null;
  readonly skipped: readonly Skipped[];
  /** As in a snapshot; without it nothing is known. */
  readonly edits?: readonly RawChange[] | null;
  /** Why there is no commit. */
  readonly reason?: string;
};

export type ToCommit = Pick<SnapshotOptions, 'git' | 'store' | 'worktree' | 'heads'> & {
  readonly gitDirectory: string;
  readonly run: Run;
  readonly status: Status;
  readonly plan: Plan;
  readonly mergeHeads: readonly string[];
};

/**
 * Carries out the plan: what HEAD has, with what is staged, set and taken from disk in its place, as a commit on top of HEAD.
 * Two git processes; none of its own where nothing differs from HEAD and `heads` has it.
 */
export async function commitSnapshot(options: ToCommit): Promise<Made> {
  const { store, plan, mergeHeads } = options;
  const { head, tracked } = options.status;
  const untouched = head !== null && tracked.length === 0 && plan.stage.length === 0 && mergeHeads.length === 0;
  const known = untouched ? (await options.heads?.())?.get(head) : undefined;
  if (known !== undefined) return { commit: head, tree: known.tree, skipped: plan.skipped };
  const ground = head === null ? await unborn(options) : await readGround(options, head);
  const own = head === null ? undefined : ground.facts.get(head);
  if (head !== null && own === undefined) {
    const reason = 'The commit that HEAD names is not in this repository';
    return { commit: null, tree: null, skipped: plan.skipped, reason };
  }
  if ('reason' in ground) return { commit: null, tree: null, skipped: plan.skipped, reason: ground.reason };
  const staged = await stageFiles({
    ...options,
    ...ground,
    directory: options.worktree.path,
    paths: plan.stage,
    tracked: options.status.tracked,
  });
  const skipped = [...plan.skipped, ...staged.skipped];
  const set = changesOf(options, staged);
  const { tree, objects } = changeTree({ ...ground, set });
  if (own?.tree === tree && mergeHeads.length === 0) return { commit: head, tree, skipped };
  await writeObjects(store, objects);
  if (head === null || own === undefined) {
    const reason = 'This branch has no commit yet, so there is nothing to merge it with';
    return { commit: null, tree, skipped, reason };
  }
  const parents = [head, ...mergeHeads];
  const date = Math.max(...parents.map((parent) => ground.facts.get(parent)?.date ?? own.date));
  const edits = mergeHeads.length === 0 ? editsOf(set, ground.directories) : null;
  return { commit: await writeCommit(store, { tree, parents, date }), tree, skipped, edits };
}

/** What the snapshot is made on top of. */
type Ground = {
  readonly facts: ReadonlyMap<string, CommitFacts>;
  /** Of HEAD, around all paths that differ from it. */
  readonly directories: Directories;
  readonly oidLength: number;
};

async function unborn({ worktree, gitDirectory }: ToCommit): Promise<Ground> {
  const empty = await readEmptyTree({ main: worktree.main, gitDirectory });
  return { facts: new Map(), directories: new Map(), oidLength: empty.length };
}

async function readGround(
  { git, worktree, status, plan, mergeHeads }: ToCommit,
  head: string,
): Promise<Ground | (Pick<Ground, 'facts'> & { readonly reason: string })> {
  const around = directoriesAround([...status.tracked.map(({ path }) => path), ...plan.stage, ...plan.set.keys()]);
  const parents = [head, ...mergeHeads];
  const names = [...parents.map((oid) => Buffer.from(oid)), ...directoryNames(head, around)];
  const { stdout } = await git.run({ cwd: worktree.path, args: readObjectsArgs, input: objectNamesInput(names) });
  const contents = parseObjects(stdout, names);
  const facts = new Map(
    parents.flatMap((oid, index) => {
      const commit = parseCommit(contents[index] ?? Buffer.alloc(0));
      return commit === null ? [] : [[oid, commit] as const];
    }),
  );
  try {
    const directories = directoriesOf(around, contents.slice(parents.length), head.length);
    return { facts, directories, oidLength: head.length };
  } catch (error) {
    const reason = gitFailureLine(error);
    if (reason === null) throw error;
    return { facts, reason };
  }
}

/** What differs from HEAD: what is staged, under what is set and what lies on disk. */
function changesOf(
  { status, plan }: ToCommit,
  staged: { readonly entries: ReadonlyMap<string, string>; readonly skipped: readonly Skipped[] },
): ReadonlyMap<string, string | null> {
  const failed = new Set(staged.skipped.map(({ path }) => path));
  const onDisk = plan.stage.filter((path) => !failed.has(path));
  return new Map([
    ...stagedEntries(status),
    ...plan.set,
    ...onDisk.map((path) => [path, staged.entries.get(path) ?? null] as const),
  ]);
}
