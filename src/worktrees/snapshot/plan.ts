import type { Status, TrackedChange } from '../../git/status.ts';
import type { Look } from './look.ts';
import type { Skipped, SkipReason, SnapshotLimits } from './types.ts';

/** What is to be done to a copy of the index, so that it holds what lies in the working tree. */
export type Plan = {
  /** Paths whose entry is to become what is on disk, or to go when nothing is there. */
  readonly stage: readonly string[];
  /** Paths whose entry is set: mode and object id, joined with a space, or `null` to remove it. */
  readonly set: ReadonlyMap<string, string | null>;
  readonly skipped: readonly Skipped[];
  /** Untracked files that belong to this worktree, taken or not. */
  readonly untracked: readonly string[];
};

export type PlanOptions = {
  readonly status: Status;
  /** Untracked repositories inside of the worktree. */
  readonly nested: readonly string[];
  /** Other worktrees inside of this one, relative to it. */
  readonly worktrees: readonly string[];
  /** At the changed paths, and at as many untracked ones as may be taken. */
  readonly looks: ReadonlyMap<string, Look>;
  /** Unmerged paths whose file still holds conflict markers. */
  readonly marked: ReadonlySet<string>;
  readonly limits: SnapshotLimits;
};

/** Decides what goes into a snapshot. */
export function planSnapshot(options: PlanOptions): Plan {
  const { status, nested, worktrees, looks } = options;
  const tracked = status.tracked
    .filter((change) => change.unstaged)
    .map((change) => ({ path: change.path, step: trackedStep(change, looks.get(change.path), options.marked) }));
  const own = ownUntracked(status, worktrees).filter((path) => looks.get(path)?.kind !== 'gone');
  const added = untrackedSteps(own, options);
  const inner = nested.map((path) => ({ path, reason: nestedReason(path, worktrees) }));
  const steps = [...tracked, ...added];
  return {
    stage: steps.flatMap(({ path, step }) => (step === 'stage' ? [path] : [])),
    set: new Map(steps.flatMap(({ path, step }) => (isSet(step) ? [[path, step.set] as const] : []))),
    skipped: [...steps.flatMap(({ path, step }) => (isSkip(step) ? [skipped(path, step)] : [])), ...inner],
    untracked: own,
  };
}

/** Untracked files but those of other worktrees inside of this one, and but what kg itself keeps here. */
export function ownUntracked(status: Status, worktrees: readonly string[]): readonly string[] {
  const others = ['.keepgoing', ...worktrees].map((path) => `${path}/`);
  return status.untracked.filter((path) => !others.some((other) => path.startsWith(other)));
}

type Skip = { readonly reason: SkipReason; readonly size?: number; readonly set?: string | null };
type Step = 'stage' | { readonly set: string | null } | Skip;

function skipped(path: string, { reason, size }: Skip): Skipped {
  return { path, reason, ...(size === undefined ? {} : { size }) };
}

function isSkip(step: Step): step is Skip {
  return step !== 'stage' && 'reason' in step;
}

function isSet(step: Step): step is Step & { readonly set: string | null } {
  return step !== 'stage' && 'set' in step;
}

function trackedStep(change: TrackedChange, look: Look | undefined, marked: ReadonlySet<string>): Step {
  // A merge that waits for a person: what HEAD has is taken, since half of a file between markers is nobody's content.
  if (marked.has(change.path)) return { reason: 'unmerged', set: change.atHead };
  const kind = look?.kind;
  if (kind === 'behind-link') return { set: null };
  if (kind !== 'unreadable' && kind !== 'special') return 'stage';
  return { reason: 'unreadable', ...(change.unmerged ? { set: change.atHead } : {}) };
}

type UntrackedStep = { readonly path: string; readonly step: Step };

/** Takes the untracked files that were looked at, in git's order, until they are too many bytes. */
function untrackedSteps(paths: readonly string[], { looks, limits }: PlanOptions): readonly UntrackedStep[] {
  let bytes = 0;
  return paths.map((path) => {
    const look = looks.get(path);
    if (look === undefined) return { path, step: { reason: 'too-many' } };
    if (look.kind !== 'file' && look.kind !== 'link') return { path, step: { reason: 'unreadable' } };
    const { size } = look;
    if (size > limits.untrackedBytes) return { path, step: { reason: 'too-large', size } };
    if (bytes + size > limits.untrackedTotal) return { path, step: { reason: 'too-many', size } };
    bytes += size;
    return { path, step: 'stage' };
  });
}

function nestedReason(path: string, worktrees: readonly string[]): SkipReason {
  return worktrees.includes(path) ? 'nested-worktree' : 'embedded-repository';
}
