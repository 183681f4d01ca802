import { setImmediate } from 'node:timers/promises';
import { KgError } from './errors.ts';
import type { QuickQuestion } from './doors.ts';
import { openKg, type KgOptions } from './kg.ts';
import type { TextOptions } from './quick-text.ts';
import { beginSnapshots } from './survey/snapshots.ts';
import type { EarlyLooks } from './worktrees/snapshot/early-looks.ts';

/** Opens kg and begins to look at the worktrees. What surveys them is loaded while git is at work, and not before it has begun. */
export async function beginAnswer(
  question: QuickQuestion,
  {
    stdout,
    stderr,
    looks,
    ...surroundings
  }: TextOptions & Omit<KgOptions, 'needs'> & { readonly looks: EarlyLooks | null },
): Promise<void> {
  const kg = await openKg({ ...surroundings, needs: 'project' });
  const { env, home, directory, project } = kg;
  if (project === null) throw new KgError('NOT_A_REPOSITORY', { directory });
  const begun = beginSnapshots(kg, project, looks);
  await setImmediate();
  const { answer } = await import('./quick-survey.ts');
  await answer(question, { kg, begun, stdout, stderr, env, home });
}
