import { divergenceArgs, parseDivergence } from '../git/divergence.ts';
import type { Git } from '../git/run.ts';
import type { Trunk } from './trunk.ts';
import type { Distance, Worktree } from './worktree.ts';

/** Where a worktree left what it is measured against. */
export type ForkPoint = {
  /** `null` when the histories have nothing in common, as far as they are known here. */
  readonly oid: string | null;
  /** `null` when it cannot be counted, because the history ends before both meet. */
  readonly distance: Distance | null;
  /** Whether finding it took the process that a merge base needs. */
  readonly searched: boolean;
};

/**
 * The commit that a worktree is measured against: the trunk; for the worktree on the trunk itself its upstream, or nothing but
 * its own HEAD. `null` when there is no trunk.
 */
export function measuredAgainst(worktree: Worktree, trunk: Trunk | null, head: string): string | null {
  if (trunk === null) return null;
  return worktree.branch === trunk.name ? (trunk.upstreamOid ?? head) : trunk.oid;
}

/**
 * Finds the fork point of `head`. No process when both are the same commit, else one; a second one only where both sides have
 * commits of their own and the border between them is more than one commit. Of several merge bases git's first is taken, as
 * `git diff a...b` does.
 */
export async function readForkPoint(options: {
  readonly git: Git;
  readonly directory: string;
  readonly against: string;
  readonly head: string;
  /** Whether the history was cut off by a shallow clone. */
  readonly shallow: boolean;
}): Promise<ForkPoint> {
  const { git, directory, against, head, shallow } = options;
  if (against === head) return { oid: head, distance: { ahead: 0, behind: 0 }, searched: false };
  const answer = await git.run({ cwd: directory, args: divergenceArgs(against, head) });
  const { left: behind, right: ahead, boundary } = parseDivergence(answer.stdout);
  const distance = { ahead, behind };
  if (ahead === 0) return { oid: head, distance, searched: false };
  if (behind === 0) return { oid: against, distance, searched: false };
  const [only, ...others] = boundary;
  if (only === undefined) return { oid: null, distance: shallow ? null : distance, searched: false };
  if (others.length === 0) return { oid: only, distance, searched: false };
  const bases = await git.run({ cwd: directory, args: ['merge-base', '--all', against, head], answers: [0, 1] });
  const [base = ''] = bases.stdout.toString('latin1').split('\n');
  return { oid: base === '' ? null : base, distance, searched: true };
}
