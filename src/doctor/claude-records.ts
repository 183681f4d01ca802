import type { Census } from '../sessions/census.ts';
import { counted } from './counted.ts';
import type { Diagnosis } from './diagnosis.ts';
import type { ClaudeDirectoryFacts } from './facts.ts';

/** Whether kg understands what Claude Code writes: versions seen, lines that failed, types it does not know. */
export function checkClaudeRecords(directories: readonly ClaudeDirectoryFacts[]): Diagnosis {
  const about = { id: 'claude-records', subject: 'Records' };
  const versions = total(directories, 'versions');
  const unknown = total(directories, 'unknownRecordTypes');
  const failures = directories.reduce((sum, { census }) => sum + census.parseFailures, 0);
  const evidence = [
    ...versions.map(([version, count]) => `Claude Code ${version}: ${counted(count, 'session')}`),
    ...unknown.map(([type, count]) => `unknown type ${type}: ${counted(count, 'record')}`),
  ];
  if (versions.length === 0 && failures === 0)
    return { ...about, verdict: 'skipped', says: 'no session has been read' };
  const seen = `${counted(versions.length, 'version')} of Claude Code seen`;
  const met = unknown.length > 0 ? `, ${counted(unknown.length, 'record type')} passed over as unknown` : '';
  if (failures === 0) return { ...about, verdict: 'ok', says: `${seen}, no damaged line${met}`, evidence };
  return {
    ...about,
    verdict: 'warning',
    says: `${seen}, ${counted(failures, 'damaged line')} passed over${met}`,
    evidence,
    mend: 'A line torn by a crash is harmless; to rule out that kg is too old, run npm install --global keepgoing',
  };
}

function total(
  directories: readonly ClaudeDirectoryFacts[],
  of: 'versions' | 'unknownRecordTypes',
): [string, number][] {
  const sums = new Map<string, number>();
  for (const { census } of directories) {
    for (const [name, count] of Object.entries(countsOf(census, of))) sums.set(name, (sums.get(name) ?? 0) + count);
  }
  return [...sums].toSorted(([a], [b]) => a.localeCompare(b, 'en', { numeric: true }));
}

function countsOf(census: Census, of: 'versions' | 'unknownRecordTypes'): Readonly<Record<string, number>> {
  return census[of];
}
