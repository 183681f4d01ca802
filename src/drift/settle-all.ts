import type { Contender } from '../overlap/contender.ts';
import type { Place } from '../overlap/histories.ts';
import { readLines } from '../overlap/lines.ts';
import type { Candidate } from './candidates.ts';
import { readCases, type Tip } from './read-cases.ts';
import { pairsToSettle, settle, type Case, type Settled } from './settle.ts';
import { fromSharedCommits } from './stacked.ts';

export type SettledCandidate = { readonly candidate: Candidate; readonly one: Case; readonly settled: Settled };

/**
 * Reads and decides whether the readers have the changes. A reader that has not all of a change is asked for what was changed
 * since the commit that both build on, where there is one beyond the trunk. Two git processes, and one more where branches were
 * made from each other.
 */
export async function settleAll(
  place: Place,
  options: {
    readonly candidates: readonly Candidate[];
    readonly contenders: readonly Contender[];
    readonly tips: ReadonlyMap<string, Tip>;
    /** The commit beyond the trunk that reader and writer both build on. */
    readonly sharedBy: (candidate: Candidate) => string | null;
  },
): Promise<readonly SettledCandidate[]> {
  const { candidates, contenders, tips, sharedBy } = options;
  const later = await fromSharedCommits(place, candidates, sharedBy);
  const all = [...candidates, ...[...later.values()].filter((one) => one !== null)];
  const cases = await readCases(place, { candidates: all, contenders, tips });
  const lines = await readLines(
    place,
    cases.flatMap((one) => (one === null ? [] : pairsToSettle(one))),
  );
  const settled = new Map(
    all.flatMap((candidate, at): readonly (readonly [Candidate, SettledCandidate])[] => {
      const one = cases[at] ?? null;
      return one === null ? [] : [[candidate, { candidate, one, settled: settle(one, lines) }]];
    }),
  );
  return candidates.flatMap((candidate) => {
    const whole = settled.get(candidate);
    const since = later.get(candidate);
    const isHad = whole?.settled.outcome === 'has' || whole?.settled.outcome === 'read-before';
    const told = isHad || since === undefined ? whole : since === null ? undefined : settled.get(since);
    return told === undefined ? [] : [told];
  });
}
