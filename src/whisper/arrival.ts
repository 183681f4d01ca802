import type { Checkpoint } from '../checkpoints/checkpoint.ts';
import { readLatestCheckpoint } from '../checkpoints/history/read-latest.ts';
import type { Drift, Outcome } from '../drift/drift.ts';
import { readDrift } from '../drift/read-drift.ts';
import type { Kg } from '../kg.ts';
import type { Session } from '../sessions/session.ts';
import { survey } from '../survey.ts';
import type { Surveyed } from '../survey/surveyed.ts';
import { beginKnown, knownFrom, saveKnown } from './known.ts';

/** What a session should know when it begins. */
export type Arrival = {
  readonly own: Pick<Surveyed, 'path' | 'branch' | 'overlap'>;
  /** Other running sessions of the project, those of the same worktree first, and where they work. */
  readonly others: readonly { readonly session: Session; readonly worktree: Pick<Surveyed, 'path' | 'branch'> }[];
  readonly checkpoint: Checkpoint | null;
  /** What was read here and has changed elsewhere since, in a form that is not here. */
  readonly drift: readonly Drift[];
  /** The worktrees of the project by path, for their names. */
  readonly branches: ReadonlyMap<string, string | null>;
};

/** Looks at the project that a session begins in; `null` outside of any. Leaves behind what the first edit is answered from. */
export async function arrival({
  kg,
  session,
}: {
  readonly kg: Kg;
  readonly session: string | null;
}): Promise<Arrival | null> {
  const { project: open } = kg;
  if (open === null) return null;
  const { commonDirectory } = open.repository;
  const begun = kg.now().getTime();
  const beginning = beginKnown(commonDirectory, { worktrees: open.worktrees, begun });
  const taken = await survey(kg, {
    scope: 'project',
    sort: 'activity',
    finished: false,
    overlaps: {},
    reads: 'recent',
  });
  const [project] = taken.projects;
  const own = project?.worktrees.find(({ current }) => current);
  if (project === undefined || own === undefined) return null;
  const [{ checkpoint }, drift] = await Promise.all([
    readLatestCheckpoint({ worktree: own, commonDirectory }),
    readDrift(kg, taken, project, {}).then(
      (picture) => picture.drift.filter(({ reader, outcome }) => reader.worktree === own.path && missing.has(outcome)),
      // What cannot be read is not told; the rest is.
      () => [],
    ),
    saveKnown(kg.cache, commonDirectory, knownFrom(beginning, project.worktrees)),
  ]);
  const others = [own, ...project.worktrees.filter(({ path }) => path !== own.path)].flatMap((worktree) =>
    worktree.sessions.flatMap((one) => (isOther(one, session) ? [{ session: one, worktree }] : [])),
  );
  return {
    own,
    others,
    checkpoint,
    drift,
    branches: new Map(project.worktrees.map(({ path, branch }) => [path, branch])),
  };
}

/** What the reader does not have. */
const missing: ReadonlySet<Outcome> = new Set(['lacks', 'uncommitted']);

function isOther({ id, status }: Session, own: string | null): boolean {
  if (own !== null && (id === own || id.startsWith(`${own}/`))) return false;
  return !id.includes('/') && (status === 'active' || status === 'waiting' || status === 'idle');
}
