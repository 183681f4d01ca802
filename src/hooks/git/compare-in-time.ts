import type { Overlaps } from '../../overlap/overlap.ts';
import { findOverlaps } from '../../overlap/overlaps.ts';
import type { Snapshot } from '../../worktrees/snapshot/snapshot.ts';
import type { Worktree } from '../../worktrees/worktree.ts';
import { beginOtherStates, headsOf, type OtherStates } from './other-states.ts';
import type { Comparing } from './tell-commit.ts';
import { wavesOf } from './waves.ts';

/** The working states that were looked at in time, and where the commit meets them; `null`: there was no time for that. */
export type Compared = { readonly seen: readonly Snapshot[]; readonly overlaps: Overlaps | null };

/** How much of the box may pass before what is known by then is compared: of the first ones, and then of all. */
const rounds = [0.5, 0.8] as const;

/** Looks at as many of the other worktrees as there is time for, the most relevant first, and lets git merge them with the commit. */
export async function compareInTime(asked: Comparing): Promise<Compared> {
  const { kg, project, store, commit, others, box } = asked;
  const [trunk, ordered] = await Promise.all([asked.trunk, asked.ordered]);
  const [first = [], ...later] = wavesOf(ordered, kg.config.hook.timeout);
  const states: OtherStates[] = [];
  const heads = headsOf(kg.git, project);
  /** The next wave begins when the one before is done, or has had its time: then what hangs in it holds up nobody else. */
  const lookAt = async (waves: readonly (readonly Worktree[])[], from: number, to: number): Promise<void> => {
    for (const [at, worktrees] of waves.entries()) {
      if (box.isOver()) return;
      const wave = beginOtherStates({ git: kg.git, store, project, worktrees, heads, signal: box.signal });
      states.push(wave);
      await box.within(wave.all, from + ((to - from) * (at + 1)) / waves.length);
    }
    await box.within(Promise.all(states.map(({ all }) => all)), to);
  };
  let seen: readonly Snapshot[] = [];
  let overlaps: Overlaps | null = null;
  let found: Promise<Overlaps | null> = Promise.resolve(null);
  for (const [at, share] of rounds.entries()) {
    // While the later waves are looked at, git merges the first.
    await Promise.all([found, at === 0 ? lookAt([first], 0, share) : lookAt(later, rounds[0], share)]);
    const ready = states.flatMap((some) => some.ready());
    if (box.isOver() || ready.length === seen.length) continue;
    found = box.within(
      findOverlaps({ ...kg, store, trunk, focus: commit.worktree, ...project, snapshots: [commit, ...ready] }),
    );
    found = found.then((answer) => {
      if (answer === null || (answer.problems.length > 0 && box.isOver())) return null;
      [seen, overlaps] = [ready, answer];
      return answer;
    });
    if (ready.length === others.length) break;
  }
  await found;
  return { seen, overlaps };
}
