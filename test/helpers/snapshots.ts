import { execFileSync } from 'node:child_process';
import { expect } from 'vitest';
import { openRepository } from '../../src/git/repository.ts';
import type { Git } from '../../src/git/run.ts';
import { listWorktrees } from '../../src/worktrees/list.ts';
import { takeSnapshot, type Snapshot, type SnapshotOptions } from '../../src/worktrees/snapshot/snapshot.ts';
import { readSnapshotFile } from '../../src/worktrees/snapshot/file.ts';
import { openStore, type Store } from '../../src/worktrees/store/store.ts';
import { testGit } from './budget.ts';
import { place } from './repo.ts';

/** A worktree whose snapshots are taken into a store of their own. */
export type Snapshots = {
  readonly git: Git;
  readonly store: Store;
  readonly take: (more?: Partial<SnapshotOptions>) => Promise<Snapshot>;
  /** `<mode> <path>` of all entries of a snapshot, in git's order. */
  readonly entries: (snapshot: Snapshot) => readonly string[];
  /** Text of a file in a snapshot. */
  readonly text: (snapshot: Snapshot, path: string) => Promise<string | null>;
  /** Runs git so that it sees the objects of snapshots. */
  readonly see: (...args: readonly string[]) => string;
};

export async function snapshotsOf(
  path: string,
  options: { readonly git?: Git; readonly cache?: string } = {},
): Promise<Snapshots> {
  const { git = testGit(), cache = place('cache') } = options;
  const repository = await openRepository({ git, directory: path });
  const store = openStore({ cache, commonDirectory: repository.commonDirectory });
  const see = (...args: readonly string[]): string =>
    execFileSync('git', args, { cwd: path, env: { ...process.env, ...store.env }, encoding: 'utf8' }).trimEnd();
  return {
    git,
    store,
    take: async (more = {}) => {
      const { worktree: other } = more;
      if (other !== undefined) return takeSnapshot({ git, store, worktree: other, worktrees: [], ...more });
      const worktrees = await listWorktrees({ git, repository });
      const worktree = worktrees.find((one) => one.path === path);
      if (worktree === undefined) throw new Error(`not a worktree: ${path}`);
      return takeSnapshot({ git, store, worktree, worktrees: worktrees.map((one) => one.path), ...more });
    },
    entries: ({ tree }) =>
      tree === null
        ? []
        : see('ls-tree', '-r', '-z', tree)
            .split('\0')
            .filter((line) => line !== '')
            .map((line) => line.replace(/^(\d+) \w+ \w+\t/u, '$1 ')),
    text: async (snapshot, name) =>
      (await readSnapshotFile({ git, store, snapshot, path: name }))?.toString('utf8') ?? null,
    see,
  };
}

/** A file that was edited a moment ago is read once more; then the snapshot is reused. */
export async function untilReused({ take }: Snapshots): Promise<void> {
  await expect.poll(async () => (await take()).fresh, { interval: 25, timeout: 5000 }).toBe(false);
}

/** What a snapshot says, without the object ids. */
export function summary(snapshot: Snapshot): object {
  const { kind, uncommitted, untracked, unmerged, skipped, reason, problems } = snapshot;
  return {
    kind,
    uncommitted: [...uncommitted].toSorted(),
    untracked: [...untracked].toSorted(),
    ...(unmerged.size === 0 ? {} : { unmerged: [...unmerged].toSorted() }),
    ...(skipped.length === 0 ? {} : { skipped: skipped.map(({ path, reason: why }) => `${path}: ${why}`) }),
    ...(reason === undefined ? {} : { reason }),
    ...(problems.length === 0 ? {} : { problems: problems.map(({ code, message }) => `${code}: ${message}`) }),
  };
}
