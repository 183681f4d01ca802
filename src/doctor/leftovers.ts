import { quote } from '../sessions/resume.ts';
import type { Diagnosis } from './diagnosis.ts';
import type { LeftoverFacts, ProgramFacts } from './facts.ts';

/** What the old KeepGoing left behind. kg names it and touches none of it. */
export function checkLeftovers({ files }: LeftoverFacts, { old }: ProgramFacts): Diagnosis {
  const about = { id: 'old-files', subject: 'Old KeepGoing' };
  const all = [...files, ...old];
  if (all.length === 0) return { ...about, verdict: 'ok', says: 'no file of it is left' };
  return {
    ...about,
    verdict: 'warning',
    says:
      all.length === 1
        ? '1 file of it is left, which kg does not use'
        : `${all.length} files of it are left, which kg does not use`,
    evidence: all,
    mend: `To remove them, run rm -- ${all.map(quote).join(' ')}`,
  };
}

/** Settings that still call the old KeepGoing: such a line fails or does nothing, at every event. */
export function checkOldHooks({ hooks, unread }: LeftoverFacts): Diagnosis {
  const about = { id: 'old-hooks', subject: 'Old hooks' };
  const unseen = unread.map((one) => `could not be looked at: ${one}`);
  if (hooks.length > 0) {
    return {
      ...about,
      verdict: 'warning',
      says: 'settings still call the old KeepGoing',
      evidence: [...hooks.map(({ file, calls }) => `${file}: ${calls.join(', ')}`), ...unseen],
      mend: `To remove the lines that call it, edit ${hooks.map(({ file }) => quote(file)).join(' ')}`,
    };
  }
  if (unread.length > 0) {
    return {
      ...about,
      verdict: 'warning',
      says: 'some settings could not be looked at',
      evidence: unseen,
      mend: `To see why, run ls -l ${unread.map(quote).join(' ')}`,
    };
  }
  return { ...about, verdict: 'ok', says: 'no settings call the old KeepGoing' };
}
