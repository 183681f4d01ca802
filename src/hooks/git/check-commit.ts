import { KgError, type Problem } from '../../errors.ts';
import { mainRoot, openKg, type Kg, type OpenProject } from '../../kg.ts';
import { rememberedMet } from '../../overlap/remembered-overlaps.ts';
import { findOverlaps } from '../../overlap/overlaps.ts';
import type { Overlaps } from '../../overlap/overlap.ts';
import type { Surroundings } from '../../places.ts';
import type { Session } from '../../sessions/session.ts';
import { overlapPicture } from '../../survey/overlap-attribution.ts';
import { noStore } from '../../survey/overlaps.ts';
import { takeStagedSnapshot } from '../../worktrees/snapshot-staged.ts';
import type { Snapshot } from '../../worktrees/snapshot.ts';
import { openStore, type Store } from '../../worktrees/store.ts';
import { findTrunk, type Trunk } from '../../worktrees/trunk.ts';
import type { Worktree } from '../../worktrees/worktree.ts';
import type { CommitCheck } from './commit-check.ts';
import { meetingsOf } from './meetings.ts';
import { beginOtherStates } from './other-states.ts';
import { byRelevance } from './relevance.ts';
import { directoriesAtWork, readAllSessions } from './sessions-at-work.ts';
import type { TimeBox } from './time-box.ts';

export type CommitQuestion = Surroundings & {
  /** A directory of the worktree that the commit is made in, absolute. */
  readonly directory: string;
  readonly now: Date;
  /** The index being committed, absolute; `null`: the worktree's own. */
  readonly index: string | null;
  readonly concurrency: number;
  readonly box: TimeBox;
};

/** What was found, and the config that decides what comes of it. */
export type CheckedCommit = { readonly check: CommitCheck; readonly config: Kg['config'] };

/**
 * Compares the index being committed with the working states of the other worktrees, the most relevant first, for as long as
 * the box lasts. Writes nothing but kg's cache. Throws what `openKg` throws, and GIT_FAILED when the index cannot be read.
 */
export async function checkCommit(question: CommitQuestion): Promise<CheckedCommit> {
  const { box, now, index, directory } = question;
  const opened = await openKg({ ...question, now: () => now, needs: 'project', signal: box.signal });
  const { project } = opened;
  const current = project?.worktrees.find(({ path }) => path === project.repository.topLevel);
  if (project === null || current === undefined) throw new KgError('NOT_A_REPOSITORY', { directory });
  const kg = { ...opened, now, config: project.config };
  box.resize(kg.config.hook.timeout);
  const others = project.worktrees.filter(({ state, path }) => state === 'ok' && path !== current.path);
  const nothing = emptyCheck(kg, project, current);
  if (others.length === 0 || current.head === null) return { check: nothing, config: kg.config };
  const store = await openStore({ cache: kg.cache, commonDirectory: project.repository.commonDirectory }).catch(
    () => null,
  );
  if (store === null) return { check: { ...nothing, problems: [noStore] }, config: kg.config };
  const commit = await takeStagedSnapshot({ ...kg, store, worktree: current, ...(index === null ? {} : { index }) });
  if (commit.commit === null) {
    const timedOut = box.isOver();
    throw new KgError('GIT_FAILED', { cwd: current.path, stderr: commit.reason ?? '', timedOut });
  }
  const check = commit.uncommitted.size === 0 ? nothing : await compare({ kg, project, store, commit, others, box });
  return { check, config: kg.config };
}

type Opened = Omit<Kg, 'now'> & { readonly now: Date };

type Comparing = {
  readonly kg: Opened;
  readonly project: OpenProject;
  readonly store: Store;
  /** What is being committed. */
  readonly commit: Snapshot;
  readonly others: readonly Worktree[];
  readonly box: TimeBox;
};

/** How much of the box may pass before what is known by then is compared, and once more with what came since. */
const rounds = [0.5, 0.8];

async function compare(asked: Comparing): Promise<CommitCheck> {
  const { kg, project, store, commit, others, box } = asked;
  const [trunk, directories, met] = await Promise.all([
    box.within(findTrunk({ ...kg, ...project, configured: kg.config.trunk })),
    box.within(directoriesAtWork(kg)),
    box.within(rememberedMet(store, commit.worktree)),
  ]);
  const ordered = byRelevance({ worktrees: others, directories: directories ?? [], met: met ?? new Set() });
  const states = beginOtherStates({ ...asked, git: kg.git, worktrees: ordered, signal: box.signal });
  let seen: readonly Snapshot[] = [];
  let overlaps: Overlaps | null = null;
  for (const share of rounds) {
    if (seen.length === others.length || box.isOver()) break;
    await box.within(states.all, share);
    const ready = states.ready();
    if (ready.length === seen.length) continue;
    const found = await box.within(
      findOverlaps({ ...kg, store, trunk, focus: commit.worktree, ...project, snapshots: [commit, ...ready] }),
    );
    if (found === null || (found.problems.length > 0 && box.isOver())) break;
    [seen, overlaps] = [ready, found];
  }
  return tell({ ...asked, trunk, seen, overlaps });
}

type Found = Comparing & {
  readonly trunk: Trunk | null;
  readonly seen: readonly Snapshot[];
  readonly overlaps: Overlaps | null;
};

/** Sessions are read only when there is something to say of them. */
async function tell({ kg, project, commit, others, box, trunk, seen, overlaps }: Found): Promise<CommitCheck> {
  const looked = new Set(seen.map(({ worktree }) => worktree));
  const check: CommitCheck = {
    ...emptyCheck(kg, project, { path: commit.worktree }),
    staged: commit.uncommitted.size,
    looked: looked.size,
    notLooked: others.flatMap(({ path }) => (looked.has(path) ? [] : [path])),
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

function emptyCheck(kg: Opened, project: OpenProject, { path }: Pick<Worktree, 'path'>): CommitCheck {
  return {
    takenAt: kg.now.toISOString(),
    root: mainRoot(project.worktrees, project.repository),
    worktree: path,
    worktrees: project.worktrees,
    staged: 0,
    meetings: [],
    looked: 0,
    notLooked: [],
    timeout: kg.config.hook.timeout,
    sessions: [],
    problems: [],
  };
}
