import type { Diagnosis } from './diagnosis.ts';
import type { NodeFacts } from './facts.ts';

/** The same versions as `engines` in package.json: 22.18 and later, 23 excepted. */
export function checkNode({ version, path }: NodeFacts): Diagnosis {
  const about = { id: 'node', subject: 'Node', evidence: [path] };
  const [major = 0, minor = 0] = version.replace(/^v/u, '').split('.').map(Number);
  if (major >= 24 || (major === 22 && minor >= 18)) return { ...about, verdict: 'ok', says: `${version} is supported` };
  return {
    ...about,
    verdict: 'failure',
    says: `${version} is not supported; kg needs 22.18 or later, 23 excepted`,
    mend: 'To get a supported Node, install version 24 from nodejs.org, then run npm install --global keepgoing',
  };
}
