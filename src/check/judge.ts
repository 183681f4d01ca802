import { weights, type ConfiguredWeights, type Weight } from './codes.ts';
import type { CheckFacts } from './facts.ts';
import type { Finding } from './finding.ts';
import { rules } from './rules.ts';
import type { Verdict } from './verdict.ts';

export type Reason = Finding & { readonly weight: Weight };

export type Judgement = {
  readonly verdict: Verdict;
  /** The heaviest first. */
  readonly reasons: readonly Reason[];
};

/** Pure: what the rules make of the facts. */
export function judge(facts: CheckFacts, configured: ConfiguredWeights = new Map()): Judgement {
  const reasons: Reason[] = [];
  for (const { code, weight: usual, find } of rules) {
    const weight = configured.get(code) ?? usual;
    if (weight === 'off') continue;
    for (const finding of find(facts)) reasons.push({ code, weight, ...finding });
  }
  const sorted = reasons.toSorted((a, b) => weights.indexOf(a.weight) - weights.indexOf(b.weight));
  const [heaviest] = sorted;
  return { verdict: heaviest === undefined || heaviest.weight === 'info' ? 'clear' : heaviest.weight, reasons: sorted };
}
