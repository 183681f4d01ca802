import { isAtLeast, OLDEST_GIT } from '../git/version.ts';
import type { Diagnosis } from './diagnosis.ts';
import type { GitFacts } from './facts.ts';

export function checkGit({ version, path, failure }: GitFacts, platform: NodeJS.Platform): Diagnosis {
  const about = { id: 'git', subject: 'git', ...(path === null ? {} : { evidence: [path] }) };
  const mend = `To get a newer git, run ${installers[platform] ?? 'sudo apt install git'}`;
  if (failure === 'GIT_MISSING') {
    return { ...about, verdict: 'failure', says: 'git is not on PATH', mend: mend.replace('a newer git', 'git') };
  }
  if (failure !== null) return { ...about, verdict: 'failure', says: `git --version failed: ${failure}`, mend };
  if (version === null) {
    return {
      ...about,
      verdict: 'warning',
      says: 'git answers no version that kg understands',
      mend: 'To see what answers, run git --version',
    };
  }
  if (isAtLeast(version, OLDEST_GIT)) return { ...about, verdict: 'ok', says: `${version} is supported` };
  return { ...about, verdict: 'failure', says: `${version} is too old; kg needs ${OLDEST_GIT} or later`, mend };
}

const installers: Partial<Readonly<Record<NodeJS.Platform, string>>> = {
  darwin: 'brew install git',
  win32: 'winget install --id Git.Git',
};
