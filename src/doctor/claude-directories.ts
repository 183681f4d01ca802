import { quote } from '../sessions/resume.ts';
import { counted } from './counted.ts';
import type { Diagnosis } from './diagnosis.ts';
import type { ClaudeDirectoryFacts } from './facts.ts';

/** Where Claude Code keeps its files, one diagnosis a directory: readable, and holding what. */
export function checkClaudeDirectories(directories: readonly ClaudeDirectoryFacts[]): readonly Diagnosis[] {
  if (directories.length > 0) return directories.map(checkOne);
  return [
    {
      ...about,
      verdict: 'warning',
      says: 'no config directory of Claude Code found, so no session can be seen',
      mend: 'To begin one, run claude; where it lies elsewhere, name it as claude.directories in the user config',
    },
  ];
}

const about = { id: 'claude-directory', subject: 'Claude Code' };

function checkOne({ directory, failure, census, problems }: ClaudeDirectoryFacts): Diagnosis {
  const read = `To see whose it is, run ls -la ${quote(directory)}`;
  if (failure !== null) {
    return { ...about, verdict: 'failure', says: `${directory} cannot be read`, evidence: [failure], mend: read };
  }
  const { registryRecords, jobs, transcripts } = census;
  const holds = `${directory} holds ${[
    counted(registryRecords, 'live record'),
    counted(jobs, 'background job'),
    counted(transcripts, 'transcript'),
  ].join(', ')}`;
  if (problems.length === 0) return { ...about, verdict: 'ok', says: holds };
  return {
    ...about,
    verdict: 'warning',
    says: `${holds}; part of it could not be read`,
    evidence: problems.map(({ message }) => message),
    mend: `${read}; a damaged file can be left where it is`,
  };
}
