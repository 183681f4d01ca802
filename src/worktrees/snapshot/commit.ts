import { gitFailureLine } from '../../git/failure.ts';
import { readCommitFacts, type CommitFacts } from '../../git/commit-facts.ts';
import type { Status } from '../../git/status.ts';
import { readEmptyTree } from '../common-files.ts';
import type { PrivateIndex } from './index-copy.ts';
import type { Plan } from './plan.ts';
import { setEntries, stagePaths } from './stage.ts';
import type { Skipped, SnapshotOptions } from './types.ts';
import { writeCommit } from '../store/commit.ts';

export type Made = {
  readonly commit: string | null;
  readonly tree: string | null;
  readonly skipped: readonly Skipped[];
  /** Why there is no commit. */
  readonly reason?: string;
};

export type ToCommit = SnapshotOptions & {
  readonly gitDirectory: string;
  readonly index: PrivateIndex;
  readonly status: Status;
  readonly plan: Plan;
  readonly mergeHeads: readonly string[];
};

/** Carries out the plan on the private index, and makes a commit of it on top of HEAD. */
export async function commitSnapshot(options: ToCommit): Promise<Made> {
  const { plan, status, mergeHeads } = options;
  const { head } = status;
  const untouched = status.tracked.length === 0 && plan.stage.length === 0 && mergeHeads.length === 0;
  const reading =
    head === null ? Promise.resolve(new Map<string, CommitFacts>()) : readParents(options, [head, ...mergeHeads]);
  // Nothing of the tree depends on the parents.
  reading.catch(() => {});
  const written = head !== null && untouched ? null : await writeTree(options);
  const facts = await reading;
  const own = head === null ? undefined : facts.get(head);
  if (head !== null && own === undefined) {
    return {
      commit: null,
      tree: null,
      skipped: plan.skipped,
      reason: 'The commit that HEAD names is not in this repository',
    };
  }
  if (written === null) return { commit: head, tree: own?.tree ?? null, skipped: plan.skipped };
  if (written.tree === null) return { ...written, commit: null };
  if (head === null || own === undefined) {
    return { ...written, commit: null, reason: 'This branch has no commit yet, so there is nothing to merge it with' };
  }
  if (written.tree === own.tree && mergeHeads.length === 0) return { ...written, commit: head };
  const parents = [head, ...mergeHeads];
  const date = Math.max(...parents.map((parent) => facts.get(parent)?.date ?? own.date));
  return { ...written, commit: await writeCommit(options.store, { tree: written.tree, parents, date }) };
}

async function readParents(options: ToCommit, oids: readonly string[]): Promise<ReadonlyMap<string, CommitFacts>> {
  const { git, worktree } = options;
  const heads = await options.heads?.();
  const known = new Map(oids.flatMap((oid) => [[oid, heads?.get(oid)] as const]));
  const missing = oids.filter((oid) => known.get(oid) === undefined);
  const read = await readCommitFacts({ git, cwd: worktree.path, oids: missing });
  return new Map([...known, ...read].flatMap(([oid, facts]) => (facts === undefined ? [] : [[oid, facts] as const])));
}

type Written = { readonly tree: string | null; readonly skipped: readonly Skipped[]; readonly reason?: string };

async function writeTree(options: ToCommit): Promise<Written> {
  const { git, worktree, gitDirectory, index, plan } = options;
  const staging = { git, directory: worktree.path, env: index.env };
  if (plan.set.size > 0) {
    const oidLength = (await readEmptyTree({ main: worktree.main, gitDirectory })).length;
    await setEntries(staging, plan.set, oidLength);
  }
  const failed = await stagePaths(staging, plan.stage);
  const skipped = [...plan.skipped, ...failed];
  try {
    // A partial clone lacks the blobs that nobody has looked at yet.
    const answer = await git.run({ cwd: worktree.path, env: index.env, args: ['write-tree', '--missing-ok'] });
    return { tree: answer.stdout.toString('latin1').trim(), skipped };
  } catch (error) {
    const reason = gitFailureLine(error);
    if (reason === null) throw error;
    return { tree: null, skipped, reason };
  }
}
