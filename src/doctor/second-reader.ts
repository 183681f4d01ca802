import { decodePath } from '../git/path.ts';
import { splitRecords } from '../git/records.ts';
import type { Audit } from '../git/second-reader.ts';
import type { Kg } from '../kg.ts';
import { readWorktree } from '../worktrees/reading.ts';
import { findTrunk } from '../worktrees/trunk.ts';
import type { Diagnosis } from './diagnosis.ts';

/** The committed changes of one worktree, as git and as a second implementation of its formats read them. */
export type AuditFacts = {
  readonly worktree: string;
  readonly byGit: readonly string[];
  readonly bySecond: Audit;
};

/** Reads the committed changes of every worktree twice. Worktrees without a fork point have nothing to compare. */
export async function gatherAudits({ git, project }: Kg): Promise<readonly AuditFacts[]> {
  if (project === null) return [];
  const { repository, worktrees, config } = project;
  const { auditWorktree } = await import('../git/second-reader.ts');
  const trunk = await findTrunk({ git, repository, worktrees, configured: config.trunk });
  const audits = worktrees.map(async (worktree): Promise<readonly AuditFacts[]> => {
    const { forkPoint } = await readWorktree({ git, worktree, trunk });
    if (forkPoint === undefined || worktree.head === null) return [];
    const args = ['diff-tree', '-r', '-z', '--name-only', '--no-renames', forkPoint, worktree.head];
    const { stdout } = await git.run({ cwd: worktree.path, args });
    const byGit = splitRecords(stdout)
      .map((record) => decodePath(record))
      .toSorted();
    const { commonDirectory } = repository;
    return [
      {
        worktree: worktree.path,
        byGit,
        bySecond: await auditWorktree({ commonDirectory, base: forkPoint, head: worktree.head }),
      },
    ];
  });
  return (await Promise.all(audits)).flat();
}

/** Judges whether both readers saw the same. */
export function checkAudits(audits: readonly AuditFacts[]): Diagnosis {
  const same = { id: 'second-reader', subject: 'Second reader' } as const;
  const unread = audits.flatMap(({ worktree, bySecond }) =>
    bySecond.checked ? [] : [`${worktree}: ${bySecond.reason}`],
  );
  const differing = audits.flatMap(({ worktree, byGit, bySecond }) =>
    bySecond.checked ? differences(byGit, bySecond.paths).map((path) => `${worktree}: ${path}`) : [],
  );
  if (differing.length > 0) {
    return {
      ...same,
      verdict: 'failure',
      says: 'git and isomorphic-git read different committed changes',
      evidence: differing.slice(0, 20),
      mend: 'To find out which objects are damaged, run git fsck',
    };
  }
  const checked = audits.length - unread.length;
  if (checked === 0)
    return { ...same, verdict: 'skipped', says: 'No committed change could be read a second time', evidence: unread };
  const paths = audits.reduce((sum, { byGit }) => sum + byGit.length, 0);
  return {
    ...same,
    verdict: 'ok',
    says: `isomorphic-git reads the same ${paths} committed paths as git, in ${checked} of ${audits.length} worktrees`,
    ...(unread.length > 0 ? { evidence: unread } : {}),
  };
}

function differences(one: readonly string[], other: readonly string[]): string[] {
  return [...new Set(one).symmetricDifference(new Set(other))].toSorted((a, b) => a.localeCompare(b));
}
