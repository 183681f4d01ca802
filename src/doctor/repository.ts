import { quote } from '../sessions/resume.ts';
import { counted } from './counted.ts';
import type { Diagnosis } from './diagnosis.ts';
import type { RepositoryFacts } from './facts.ts';

export function checkRepository(facts: RepositoryFacts): Diagnosis {
  const about = { id: 'repository', subject: 'Repository' };
  if (facts.state === 'open') {
    return { ...about, verdict: 'ok', says: `${facts.root} has ${counted(facts.worktrees, 'worktree')}` };
  }
  if (facts.state === 'none')
    return { ...about, verdict: 'skipped', says: `${facts.directory} is in no git repository` };
  if (facts.state === 'unasked') return { ...about, verdict: 'skipped', says: 'git could not be asked' };
  if (facts.state === 'dubious') {
    return {
      ...about,
      verdict: 'failure',
      says: `git refuses ${facts.repository}, since it belongs to another user`,
      mend: `To trust it, run git config --global --add safe.directory ${quote(facts.repository)}`,
    };
  }
  return {
    ...about,
    verdict: 'failure',
    says: 'git cannot open the repository',
    evidence: [facts.says],
    mend: 'To see what is wrong, run git worktree list',
  };
}
