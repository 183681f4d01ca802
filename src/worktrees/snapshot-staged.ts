import { gitFailureLine } from '../git/failure.ts';
import { readCommitFacts } from '../git/commit-facts.ts';
import { parseStatus, statusArgs } from '../git/status.ts';
import { copyIndex } from './snapshot-index.ts';
import { failedSnapshot } from './snapshot-result.ts';
import type { Snapshot, SnapshotOptions } from './snapshot-types.ts';
import { writeCommit } from './store-commit.ts';
import { worktreeName } from './store.ts';

/**
 * Takes a snapshot of what is staged in a worktree: what `git commit` would commit now, and nothing of the working files. Like
 * `takeSnapshot` it writes nothing but the store, and what cannot be taken is a snapshot without a commit.
 */
export async function takeStagedSnapshot(
  options: Pick<SnapshotOptions, 'git' | 'store' | 'worktree'>,
): Promise<Snapshot> {
  const { git, store, worktree } = options;
  const { gitDirectory, path: directory, head } = worktree;
  if (worktree.state !== 'ok' || gitDirectory === null) {
    return failedSnapshot(worktree, 'This worktree has no files checked out');
  }
  if (head === null)
    return failedSnapshot(worktree, 'There is no commit yet that the staged state could be compared from');
  const index = await copyIndex({ store, id: worktreeName(worktree), directory, gitDirectory, cold: true });
  try {
    const env = index.env;
    const status = parseStatus((await git.run({ cwd: directory, env, args: statusArgs })).stdout);
    if (status.tracked.some(({ unmerged }) => unmerged))
      return failedSnapshot(worktree, 'A merge waits to be settled here');
    const tree = (await git.run({ cwd: directory, env, args: ['write-tree'] })).stdout.toString('latin1').trim();
    const facts = (await readCommitFacts({ git, cwd: directory, oids: [head] })).get(head);
    if (facts === undefined) return failedSnapshot(worktree, 'The commit that HEAD names is not in this repository');
    const commit = tree === facts.tree ? head : await writeCommit(store, { tree, parents: [head], date: facts.date });
    return {
      worktree: directory,
      kind: 'exact',
      commit,
      tree,
      head,
      ...(worktree.operation === undefined ? {} : { operation: worktree.operation }),
      uncommitted: new Set(status.tracked.filter(({ staged }) => staged).map(({ path }) => path)),
      untracked: new Set(),
      unmerged: new Set(),
      skipped: [],
      status,
      problems: [],
      fresh: true,
    };
  } catch (error) {
    const reason = gitFailureLine(error);
    if (reason === null) throw error;
    return failedSnapshot(worktree, reason);
  } finally {
    await index.remove();
  }
}
