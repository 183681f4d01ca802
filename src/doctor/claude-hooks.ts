import { quote } from '../sessions/resume.ts';
import type { Diagnosis } from './diagnosis.ts';
import type { HookFacts } from './facts.ts';

/** What hooks of Claude Code could not answer: they tell nobody else. */
export function checkClaudeHooks({ log, files }: HookFacts): Diagnosis {
  const about = { id: 'claude-hooks', subject: 'Claude hooks' };
  if (log.count === 0) return { ...about, verdict: 'ok', says: 'none was left without an answer' };
  const events = log.count === 1 ? '1 event was' : `${log.count} events were`;
  const says = `${events} left without an answer${log.last === null ? '' : `, the last at ${log.last}`}`;
  const evidence = [...log.faults].map(([fault, count]) => `${fault}: ${count}`);
  // What the client sends and kg has no answer to, costs nothing.
  const serious = log.faults.has('failed') || log.faults.has('no answer in time');
  if (!serious) return { ...about, verdict: 'ok', says, evidence };
  return {
    ...about,
    verdict: 'warning',
    says,
    evidence,
    mend: `To count anew, run rm -f -- ${files.map(quote).join(' ')}`,
  };
}
