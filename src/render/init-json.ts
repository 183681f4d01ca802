import type { PartResult } from '../init/carry-out.ts';
import type { Change, Checkup, Finding, PartName } from '../init/part.ts';

/** The answer of `kg init --json`. */
export function initJson(takenAt: Date, results: readonly PartResult[]) {
  return {
    schema: 1,
    takenAt: takenAt.toISOString(),
    parts: results.map(({ name, plan, outcome }) => ({
      name,
      outcome,
      changes: plan.changes.map(changeJson),
      byHand: plan.byHand.map(({ where, why, lines }) => ({ where, why, lines: [...lines] })),
      refusals: plan.refusals.map(findingJson),
      remarks: plan.remarks.map(findingJson),
    })),
    problems: [],
  };
}

/** The answer of `kg init --check --json`. */
export function checkupJson(takenAt: Date, checkups: readonly (readonly [PartName, Checkup])[]) {
  return {
    schema: 1,
    takenAt: takenAt.toISOString(),
    parts: checkups.map(([name, { state, faults, remarks }]) => ({
      name,
      state,
      faults: faults.map(findingJson),
      remarks: remarks.map(findingJson),
    })),
    problems: [],
  };
}

function changeJson(change: Change) {
  if (change.kind === 'run') return { kind: change.kind, command: [...change.command], means: change.means };
  if (change.kind === 'restore') return { kind: change.kind, path: change.path };
  if (change.kind === 'folder') return { kind: change.kind, path: change.path, holds: change.holds };
  const text = (state: typeof change.before): string | null => state?.bytes.toString('utf8') ?? null;
  return { kind: change.kind, path: change.path, before: text(change.before), after: text(change.after) };
}

function findingJson({ code, message, lines, hint }: Finding) {
  return {
    code,
    message,
    ...(lines === undefined ? {} : { lines: [...lines] }),
    ...(hint === undefined ? {} : { hint }),
  };
}
