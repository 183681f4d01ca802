import { findConflicts } from './conflicts.ts';
import { draftFiles, type Draft } from './drafts.ts';
import { describeFile, highestLevel, sortFiles } from './files.ts';
import type { Place } from './histories.ts';
import { blobPairsOf, type Pivot } from './levels.ts';
import { readLinesOnce } from './lines.ts';
import type { Store } from '../worktrees/store/store.ts';
import type { OverlapFile, OverlapPair } from './overlap.ts';
import type { Pair } from './pairs.ts';
import type { Receiver } from './receiver.ts';
import { isDoubt, type Verdicts } from './verdicts.ts';

/**
 * Tells of each pair which files both have in common and on which lines; `null` of one with nothing in common after all.
 * Two processes for all pairs, none where nothing is new.
 */
export async function describePairs(options: {
  readonly place: Place;
  readonly store: Store;
  readonly pairs: readonly Pair[];
  readonly verdicts: Verdicts;
  readonly receiver: Receiver;
  readonly pivot: Pivot;
}): Promise<readonly (OverlapPair | null)[]> {
  const { place, store, pairs, verdicts, receiver, pivot } = options;
  const drafts = pairs.map((pair, at): readonly Draft[] => {
    const merge = verdicts.merges[at];
    const commits = [pair.a.commit ?? '', pair.b.commit ?? ''];
    const conflicts = merge === undefined || isDoubt(merge) ? [] : findConflicts(merge, commits);
    return draftFiles({ ...pair.changes, meetings: pair.meetings, conflicts });
  });
  const asked = drafts.flat().flatMap((draft) => blobPairsOf(draft, pivot));
  const lines = await readLinesOnce({ place, store, pairs: asked });
  return pairs.map((pair, at) => {
    const merge = verdicts.merges[at];
    const merged = merge !== undefined && !isDoubt(merge);
    const files = (drafts[at] ?? []).map((draft) => describeFile({ draft, lines, pivot, pair, merged, ...verdicts }));
    return describePair(pair, files, merged ? receiver.path : null);
  });
}

function describePair({ a, b }: Pair, files: readonly OverlapFile[], receiver: string | null): OverlapPair | null {
  const level = highestLevel(files);
  if (level === null) return null;
  const merging = [a, b].filter((side) => side.merging).map(({ name }) => name);
  const pair = { a: a.name, b: b.name, level, receiver, files: sortFiles(files) };
  return merging.length === 0 ? pair : { ...pair, merging };
}
