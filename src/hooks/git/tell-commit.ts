import type { Kg, OpenProject } from '../../kg.ts';
import { mainRoot } from '../../kg.ts';
import type { Problem } from '../../errors.ts';
import type { Overlaps } from '../../overlap/overlap.ts';
import type { Session } from '../../sessions/session.ts';
import { overlapPicture } from '../../survey/overlap-attribution.ts';
import type { Snapshot } from '../../worktrees/snapshot/snapshot.ts';
import type { Store } from '../../worktrees/store/store.ts';
import type { Trunk } from '../../worktrees/trunk.ts';
import type { Worktree } from '../../worktrees/worktree.ts';
import type { ChangedThere } from './changed-there.ts';
import type { CommitCheck } from './commit-check.ts';
import { meetingsOf } from './meetings.ts';
import { readAllSessions } from './sessions-at-work.ts';
import type { TimeBox } from './time-box.ts';

/** Kg at one moment. */
export type Opened = Omit<Kg, 'now'> & { readonly now: Date };

/** What a commit is compared with, and for how long. */
export type Comparing = {
  readonly kg: Opened;
  readonly project: OpenProject;
  readonly store: Store;
  /** What is being committed. */
  readonly commit: Snapshot;
  readonly others: readonly Worktree[];
  /** The same, the most relevant first. */
  readonly ordered: Promise<readonly Worktree[]>;
  readonly trunk: Promise<Trunk | null>;
  readonly box: TimeBox;
};

/** What was found in the time that there was. */
export type Found = Omit<Comparing, 'trunk'> & {
  readonly trunk: Trunk | null;
  readonly seen: readonly Snapshot[];
  readonly overlaps: Overlaps | null;
  readonly changedThere: readonly ChangedThere[];
};

/** Tells of a commit what was found. Sessions are read only when there is something to say of them. */
export async function tellCommit({
  kg,
  project,
  commit,
  others,
  box,
  trunk,
  seen,
  overlaps,
  changedThere,
}: Found): Promise<CommitCheck> {
  const looked = new Set(seen.map(({ worktree }) => worktree));
  const check: CommitCheck = {
    ...emptyCheck(kg, project, { path: commit.worktree }),
    staged: commit.uncommitted.size,
    looked: looked.size,
    notLooked: others.flatMap(({ path }) => (looked.has(path) ? [] : [path])),
    changedThere: changedThere.filter(({ worktree }) => !looked.has(worktree)),
    problems: [...(overlaps?.problems ?? []), ...seen.flatMap(unread)],
  };
  if (overlaps === null) return check;
  const meet = async (sessions: readonly Session[]): Promise<CommitCheck['meetings']> => {
    const taken = { takenAt: check.takenAt, foldedBefore: null, sessions };
    const picture = await overlapPicture(
      taken,
      { ...check, trunk: trunk?.name ?? null },
      { overlaps, snapshots: [commit, ...seen] },
    );
    return meetingsOf({ ...picture.overlaps, worktree: commit.worktree, staged: commit.uncommitted });
  };
  const meetings = await meet([]);
  if (meetings.length === 0) return check;
  const before = new Date(kg.now.getTime() - kg.config.list.finishedAfter).toISOString();
  const sessions = await box.within(readAllSessions(kg, before));
  return sessions === null ? { ...check, meetings, sessions } : { ...check, meetings: await meet(sessions), sessions };
}

/** A worktree of which nothing is known is not one without changes. */
function unread({ worktree, commit, tree, status, reason }: Snapshot): readonly Problem[] {
  if (commit !== null || tree !== null || status !== null) return [];
  return [{ code: 'SNAPSHOT_FAILED', message: reason ?? 'This worktree could not be read', worktree }];
}

/** A commit that meets nothing. */
export function emptyCheck(kg: Opened, project: OpenProject, { path }: Pick<Worktree, 'path'>): CommitCheck {
  return {
    takenAt: kg.now.toISOString(),
    root: mainRoot(project.worktrees, project.repository),
    worktree: path,
    worktrees: project.worktrees,
    staged: 0,
    meetings: [],
    looked: 0,
    notLooked: [],
    changedThere: [],
    timeout: kg.config.hook.timeout,
    sessions: [],
    problems: [],
  };
}
