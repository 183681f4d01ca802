import type { OwnChange } from '../overlap/contender.ts';
import type { Project } from '../survey/surveyed.ts';
import type { Candidate } from './candidates.ts';
import type { Drift, TrunkMoved } from './drift.ts';

/** What the trunk changed under a worktree: `met` is what that changed too, `candidates` what was read there. */
type Move = {
  readonly path: string;
  readonly name: string;
  readonly met: readonly OwnChange[];
  readonly candidates: readonly Candidate[];
};

/** Pure: how many of the files that the trunk changed matter to a worktree and are not had there; none where it is none. */
export function countMoved(
  { path, name, met, candidates }: Move,
  settled: readonly { readonly candidate: Candidate; readonly settled: { readonly outcome: Drift['outcome'] } }[],
  { overlaps }: Project,
): readonly TrunkMoved[] {
  const lacks = new Set(
    settled.flatMap(({ candidate, settled: { outcome } }) =>
      candidate.reader === path && 'trunk' in candidate.writer && outcome === 'lacks' ? [candidate.change] : [],
    ),
  );
  const pair = overlaps?.overlaps.trunk.find(({ a }) => a === path);
  const changed = met.filter((change) => lacks.has(change)).length;
  const read = candidates.filter(({ change }) => lacks.has(change)).length;
  const conflicts = pair?.files.filter(({ level }) => level === 'conflict').length ?? 0;
  return changed + read + conflicts === 0 ? [] : [{ worktree: path, trunk: name, changed, read, conflicts }];
}
