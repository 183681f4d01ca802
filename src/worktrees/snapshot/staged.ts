import { join } from 'node:path';
import { parseTreeDifferences, stagedDifferencesArgs } from '../../git/commit-differences.ts';
import { readCommitFacts } from '../../git/commit-facts.ts';
import { gitFailureLine } from '../../git/failure.ts';
import { readMergeHeads } from './conflicts.ts';
import { failedSnapshot } from './result.ts';
import type { Snapshot, SnapshotOptions } from './types.ts';
import { writeChangedTree } from '../store/changed-tree.ts';
import { writeCommit } from '../store/commit.ts';

/**
 * Takes a snapshot of what is staged in a worktree: what `git commit` would commit now, and nothing of the working files, which
 * are not even looked at. `index` is another index file than the worktree's own: the one that git hands to a hook holds what is
 * being committed, and for `git commit <path>` that is not what is staged. It is read, never written. Like `takeSnapshot` this
 * writes nothing but the store, and what cannot be taken is a snapshot without a commit. Four git processes, three where nothing
 * is staged.
 */
export async function takeStagedSnapshot(
  options: Pick<SnapshotOptions, 'git' | 'store' | 'worktree'> & { readonly index?: string },
): Promise<Snapshot> {
  const { git, store, worktree } = options;
  const { gitDirectory, path: directory, head } = worktree;
  if (worktree.state !== 'ok' || gitDirectory === null) {
    return failedSnapshot(worktree, 'This worktree has no files checked out');
  }
  if (head === null)
    return failedSnapshot(worktree, 'There is no commit yet that the staged state could be compared from');
  const env = { GIT_INDEX_FILE: options.index ?? join(gitDirectory, 'index') };
  try {
    const mergeHeads = await readMergeHeads(gitDirectory);
    const parents = [head, ...mergeHeads];
    const [unmerged, differences, facts] = await Promise.all([
      git.run({ cwd: directory, env, args: ['ls-files', '--unmerged', '-z'] }),
      git.run({ cwd: directory, env, args: stagedDifferencesArgs(head) }),
      readCommitFacts({ git, cwd: directory, oids: parents }),
    ]);
    if (unmerged.stdout.length > 0) return failedSnapshot(worktree, 'A merge waits here: nothing can be committed yet');
    const own = facts.get(head);
    if (own === undefined) return failedSnapshot(worktree, 'The commit that HEAD names is not in this repository');
    const staged = parseTreeDifferences(differences.stdout);
    const set = new Map(staged.map(({ path, after }) => [path, after === null ? null : `${after.mode} ${after.oid}`]));
    const tree = await writeChangedTree({ git, store, cwd: directory, tree: own.tree, set });
    const date = Math.max(...parents.map((parent) => facts.get(parent)?.date ?? own.date));
    const untouched = tree === own.tree && mergeHeads.length === 0;
    return {
      worktree: directory,
      kind: 'exact',
      commit: untouched ? head : await writeCommit(store, { tree, parents, date }),
      tree,
      head,
      mergeHeads,
      edits: null,
      ...(worktree.operation === undefined ? {} : { operation: worktree.operation }),
      uncommitted: new Set(set.keys()),
      untracked: new Set(),
      unmerged: new Set(),
      skipped: [],
      status: null,
      problems: [],
      fresh: true,
    };
  } catch (error) {
    const reason = gitFailureLine(error);
    if (reason === null) throw error;
    return failedSnapshot(worktree, reason);
  }
}
