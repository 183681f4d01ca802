import type { Part, PartName, Plan } from './part.ts';

/** What became of one part. */
export type PartResult = { readonly name: PartName; readonly plan: Plan; readonly outcome: Outcome };

/**
 * `done`: changed as planned. `nothing`: all is as it was asked for. `declined`: the person said no. `unasked`: there was nobody to
 * ask. `refused`: not possible, `plan.refusals` say why. `by hand`: what is left, only the person can do.
 */
export type Outcome = 'done' | 'nothing' | 'declined' | 'unasked' | 'refused' | 'by hand';

/**
 * Plans what is asked of a part, has it agreed to, and does exactly that. `agree` answers `null` where nobody can be asked; it is
 * only asked where something would change.
 */
export async function carryOut(options: {
  readonly part: Part;
  readonly remove: boolean;
  readonly agree: (plan: Plan) => Promise<boolean | null>;
}): Promise<PartResult> {
  const { part, remove, agree } = options;
  const { name } = part;
  const plan = await (remove ? part.remove() : part.plan());
  if (plan.refusals.length > 0) return { name, plan, outcome: 'refused' };
  if (plan.changes.length === 0) return { name, plan, outcome: plan.byHand.length > 0 ? 'by hand' : 'nothing' };
  const agreed = await agree(plan);
  if (agreed !== true) return { name, plan, outcome: agreed === null ? 'unasked' : 'declined' };
  const found = await part.apply(plan);
  return { name, plan: { ...plan, remarks: [...plan.remarks, ...found] }, outcome: 'done' };
}

/** The exit code of all: 2 where something that was asked for was not done. */
export function exitCodeOf(results: readonly PartResult[]): number {
  return results.some(({ outcome }) => ['declined', 'unasked', 'refused'].includes(outcome)) ? 2 : 0;
}
