import type { Removal } from '../../checkpoint-removal.ts';
import type { SaveOutcome } from '../../checkpoint.ts';
import type { Kept } from '../../checkpoints/history/read-history.ts';
import type { Pruned } from '../../checkpoints/history/prune.ts';
import type { SavedCheckpoint } from '../../checkpoints/save.ts';
import type { Problem } from '../../errors.ts';
import { renderError } from '../error.ts';
import { problemJson } from '../problem-json.ts';

const schema = 1;

type Envelope = { readonly takenAt: string; readonly problems: readonly Problem[] };

/** The answer of `kg checkpoint --json`. */
export function checkpointJson(saved: SavedCheckpoint, { takenAt, problems }: Envelope) {
  return {
    schema,
    takenAt,
    checkpoint: savedJson(saved),
    problems: [...problems, ...saved.problems].map(problemJson),
  };
}

/** The answer of `kg checkpoint --all --json`. What could not be saved is among the problems. */
export function checkpointsJson(
  outcomes: readonly SaveOutcome[],
  { takenAt, problems, home }: Envelope & { readonly home: string },
) {
  const saved = outcomes.flatMap((one) => one.saved ?? []);
  const all = [...problems, ...saved.flatMap((one) => one.problems), ...outcomes.flatMap((one) => failure(one, home))];
  return { schema, takenAt, checkpoints: saved.map(savedJson), problems: all.map(problemJson) };
}

function failure(outcome: SaveOutcome, home: string): readonly Problem[] {
  if (outcome.saved !== null) return [];
  const { message } = renderError(outcome.error, { home }).json.error;
  return [{ code: 'CHECKPOINT_NOT_SAVED', message, worktree: outcome.worktree.path }];
}

/** The answer of `kg checkpoint list --json`. */
export function checkpointListJson(
  { checkpoints }: { readonly checkpoints: readonly Kept[] },
  { takenAt, problems }: Envelope,
) {
  return {
    schema,
    takenAt,
    checkpoints: checkpoints.map(keptJson),
    problems: problems.map(problemJson),
  };
}

/** The answer of `kg checkpoint show --json`. */
export function shownCheckpointJson(kept: Kept, takenAt: string) {
  return { schema, takenAt, checkpoint: keptJson(kept), problems: [] };
}

/** The answer of `kg checkpoint prune --json`. */
export function pruneJson({
  takenAt,
  removed,
  gone,
  kept,
  before,
  after,
  objects,
}: Pruned & { readonly takenAt: string }) {
  return { schema, takenAt, removed, gone, kept, bytes: { before, after }, objects, problems: [] };
}

/** The answer of `kg checkpoint prune --all --json`: the same, and what else goes. */
export function removalJson({ takenAt, traces, outcome, undone }: Removal) {
  const { pruned, copies, excluded, unseen } = traces;
  return {
    ...pruneJson({ ...(undone?.pruned ?? pruned), takenAt }),
    outcome,
    files: copies.flatMap(({ files }) => files),
    excluded,
    stayed: [...(undone?.stayed ?? [])],
    problems: unseen.map((worktree) => ({
      code: 'WORKTREE_UNREADABLE',
      message: 'The worktree could not be looked at, so what lies in it stays',
      worktree,
    })),
  };
}

function savedJson({ checkpoint, path, manifest }: SavedCheckpoint) {
  return { ...checkpoint, path, manifest };
}

function keptJson({ checkpoint, file }: Kept) {
  return { ...checkpoint, manifest: file };
}
