import type { Git } from '../../git/run.ts';
import type { Done, SavedCommit } from '../checkpoint.ts';

/** Commits that are told; all of them are counted. */
const mostCommits = 30;

export type DoneOptions = {
  readonly git: Git;
  /** The process environment of kg. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly worktree: { readonly path: string; readonly head: string | null; readonly forkPoint: string | null };
  /** The checkpoint before this one; `null` when there is none. */
  readonly previous: { readonly id: string; readonly head: string | null } | null;
};

/** Reads what was committed since the fork point and since the checkpoint before. `null` where git refused. */
export async function readDone({ git, env, worktree, previous }: DoneOptions): Promise<Done | null> {
  const { path, head, forkPoint } = worktree;
  if (head === null) return { sinceFork: null };
  const read = async (from: string): Promise<{ total: number; commits: readonly SavedCommit[] }> => {
    if (from === head) return { total: 0, commits: [] };
    // simple-git takes its time to load, and only a checkpoint with commits in it needs that.
    const { readCommits } = await import('../../git/porcelain.ts');
    const found = await readCommits({ directory: path, env, from, to: head, limit: mostCommits });
    const commits = found.map(({ oid, at, subject }) => ({ oid, at, subject }));
    return { total: commits.length < mostCommits ? commits.length : await count(git, path, from, head), commits };
  };
  try {
    const since = previous?.head ?? null;
    const [sinceFork, sincePrevious] = await Promise.all([
      forkPoint === null ? null : read(forkPoint),
      since !== null && (await isAncestor(git, path, since, head)) ? read(since) : null,
    ]);
    if (previous === null || sincePrevious === null) return { sinceFork };
    return { sinceFork, sincePrevious: { checkpoint: previous.id, ...sincePrevious } };
  } catch {
    return null;
  }
}

/** A head that was rebased away, or whose objects are gone, is no ancestor. */
async function isAncestor(git: Git, cwd: string, older: string, newer: string): Promise<boolean> {
  if (older === newer) return true;
  const args = ['merge-base', '--is-ancestor', older, newer];
  return (await git.run({ cwd, args, answers: [0, 1, 128] })).exitCode === 0;
}

async function count(git: Git, cwd: string, from: string, to: string): Promise<number> {
  const { stdout } = await git.run({ cwd, args: ['rev-list', '--count', to, `^${from}`, '--'] });
  return Number(stdout.toString('latin1').trim());
}
