import type { Checkup, PartName } from '../init/part.ts';
import type { Diagnosis } from './diagnosis.ts';
import type { SetUpFacts } from './facts.ts';

/** What `kg init` sets up: whether it is there, and whether it works. Not to have it is no fault. */
export function checkSetUp({ gitHook, claude }: SetUpFacts): readonly Diagnosis[] {
  return [
    judge({ name: 'git-hook', about: { id: 'git-hook', subject: 'Git hook' }, checkup: gitHook }),
    judge({ name: 'claude', about: { id: 'claude-plugin', subject: 'Claude plugin' }, checkup: claude }),
  ];
}

type Judged = {
  readonly name: PartName;
  readonly about: Pick<Diagnosis, 'id' | 'subject'>;
  readonly checkup: Checkup | null;
};

function judge({ name, about, checkup }: Judged): Diagnosis {
  if (checkup === null) return { ...about, verdict: 'skipped', says: 'it could not be looked at here' };
  const remarks = checkup.remarks.map(({ message }) => message);
  const evidence = remarks.length === 0 ? {} : { evidence: remarks };
  if (checkup.state === 'installed') return { ...about, verdict: 'ok', says: 'set up, and it finds kg', ...evidence };
  if (checkup.state === 'absent')
    return { ...about, verdict: 'skipped', says: `not set up; kg init --${name} does it`, ...evidence };
  const [first, ...rest] = checkup.faults;
  const mend = checkup.faults.find(({ hint }) => hint !== undefined)?.hint;
  return {
    ...about,
    verdict: 'warning',
    says: first?.message ?? 'set up, and something is off',
    evidence: [...rest.map(({ message }) => message), ...remarks],
    mend: mend ?? `To see what is off, run kg init --${name} --check`,
  };
}
