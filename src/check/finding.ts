import type { Drift, Outcome, TrunkMoved } from '../drift/drift.ts';
import type { ReasonCode } from './codes.ts';
import type { CheckFacts, OverlapFact } from './facts.ts';
import type { SemanticFact } from './semantic-facts.ts';

/** What a rule found, as data: words are made where it is shown. */
export type Finding = {
  readonly code: ReasonCode;
  /** Path of the other worktree, or name of the trunk. */
  readonly with?: string;
  readonly paths?: readonly string[];
  readonly count?: number;
  readonly session?: string;
  readonly from?: string;
  readonly to?: string;
  readonly at?: string;
  readonly detail?: string;
  readonly moved?: TrunkMoved;
  /** Of several mistakes in one merge. */
  readonly first?: SemanticFact;
};

/** One finding a merge. */
export function semanticFindings({ semantic }: CheckFacts): readonly Omit<Finding, 'code'>[] {
  return [...Map.groupBy(semantic, (one) => one.with)].flatMap(([other, all]) => {
    const [first] = all;
    const paths = [...new Set(all.map(({ path }) => path))];
    return first === undefined ? [] : [{ with: other, paths, count: all.length, first }];
  });
}

/** One finding for each worktree that it meets. */
export function overlapFinding({ with: other, paths }: OverlapFact): Omit<Finding, 'code'> {
  return { with: other, paths };
}

/** One finding for each who changed what was read; that branches are ahead of the trunk is no finding. */
export function driftFindings({ drift, onTrunk }: CheckFacts, outcome: Outcome): readonly Omit<Finding, 'code'>[] {
  if (onTrunk) return [];
  const writerOf = ({ writer }: Drift): string => ('trunk' in writer ? writer.trunk : writer.worktree);
  const found = Map.groupBy(
    drift.filter((one) => one.outcome === outcome),
    writerOf,
  );
  return [...found].map(([writer, all]) => {
    const paths = all.map(({ path }) => path);
    const [reader] = all[0]?.reader.sessions ?? [];
    return reader === undefined ? { with: writer, paths } : { with: writer, paths, session: reader.id };
  });
}
