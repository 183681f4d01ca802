import type { Overlaps } from '../../overlap/overlap.ts';
import { findOverlaps } from '../../overlap/overlaps.ts';
import type { Snapshot } from '../../worktrees/snapshot/snapshot.ts';
import { beginOtherStates, headsOf, type OtherStates } from './other-states.ts';
import type { Comparing } from './tell-commit.ts';
import { wavesOf } from './waves.ts';

/** The working states that were looked at in time, and where the commit meets them; `null`: there was no time for that. */
export type Compared = { readonly seen: readonly Snapshot[]; readonly overlaps: Overlaps | null };

/** How much of the box may pass before the second wave begins, and before the last one must do. */
const [FIRST, LAST] = [0.5, 0.8];

/**
 * Looks at as many of the other worktrees as there is time for, the most relevant first, and lets git merge them with the commit.
 * The next wave begins when the one before is done, or has had its time, so that what hangs in it holds up nobody else; git
 * merges what is ready meanwhile.
 */
export async function compareInTime(asked: Comparing): Promise<Compared> {
  const { kg, project, store, commit, box } = asked;
  const [trunk, ordered] = await Promise.all([asked.trunk, asked.ordered]);
  const heads = headsOf(kg.git, project);
  const states: OtherStates[] = [];
  let compared: Compared = { seen: [], overlaps: null };
  const mergeReady = async (): Promise<void> => {
    const seen = states.flatMap((some) => some.ready());
    if (box.isOver() || seen.length === compared.seen.length) return;
    const snapshots = [commit, ...seen];
    const found = findOverlaps({ ...kg, store, trunk, focus: commit.worktree, ...project, snapshots });
    const overlaps = await box.within(found);
    if (overlaps === null || (overlaps.problems.length > 0 && box.isOver())) return;
    compared = { seen, overlaps };
  };
  let merging = Promise.resolve();
  const waves = wavesOf(ordered, kg.config.hook.timeout);
  for (const [at, worktrees] of waves.entries()) {
    if (box.isOver()) break;
    const wave = beginOtherStates({ git: kg.git, store, project, worktrees, heads, signal: box.signal });
    states.push(wave);
    await box.within(wave.all, FIRST + ((LAST - FIRST) * at) / Math.max(1, waves.length - 1));
    // One at a time, and each takes what is ready by then.
    merging = merging.then(mergeReady);
    // It is waited for in the end.
    merging.catch(() => {});
  }
  await box.within(Promise.all(states.map(({ all }) => all)), LAST);
  await merging.then(mergeReady);
  return compared;
}
