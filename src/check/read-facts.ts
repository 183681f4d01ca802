import { readLatestCheckpoint } from '../checkpoints/history/read-latest.ts';
import type { DriftPicture } from '../drift/drift.ts';
import { sortReads } from '../drift/read-files.ts';
import { sharedWorktree } from '../overlap/shared-worktree.ts';
import { sortWritten } from '../overlap/written.ts';
import { findOwner, type Owner, type Place } from '../sessions/owner.ts';
import type { Session } from '../sessions/session.ts';
import { realPaths } from '../survey/standing.ts';
import type { Project, Survey, Surveyed } from '../survey/surveyed.ts';
import { readReflog } from '../worktrees/reflog.ts';
import { mayConcern } from './concerned.ts';
import type { CheckFacts, OutsideFact } from './facts.ts';
import { headMoves, switchedUnder } from './head-moves.ts';
import { isOpen } from './open-sharing.ts';
import type { SemanticFacts } from './semantic-facts.ts';
import { isAtWork, surveyedFacts } from './surveyed-facts.ts';

/** Gathers what the rules look at: the survey, the drift, what merges hold, one reflog and one checkpoint. Starts no process. */
export async function readFacts(options: {
  readonly taken: Survey;
  readonly project: Project;
  readonly drift: DriftPicture;
  readonly worktree: Surveyed;
  readonly merges: SemanticFacts;
}): Promise<CheckFacts> {
  const { taken, project, drift, worktree, merges } = options;
  const { path, gitDirectory } = worktree;
  const places = realPaths(project.worktrees.map((one) => one.path));
  const owner = findOwner(places, true);
  const written = sortWritten({ sessions: taken.sessions, worktrees: places });
  const reads = sortReads({ sessions: taken.sessions, worktrees: places });
  const how = { sessions: taken.sessions, reads, now: taken.takenAt, changes: worktree.files };
  const shared = sharedWorktree({ written, before: taken.foldedBefore ?? '' }).filter(
    (file) => file.worktree === path && isOpen(file, how),
  );
  const facts = surveyedFacts(project, worktree);
  const atWork = taken.sessions.filter(isAtWork);
  const live = atWork.filter(({ cwd }) => cwd !== null && owner(cwd)?.worktree === path);
  const ids = new Set(live.map(({ id }) => id));
  const [steps, checkpoint] = await Promise.all([
    gitDirectory === null ? [] : readReflog(gitDirectory),
    readLatestCheckpoint({ worktree, commonDirectory: project.commonDirectory }),
  ]);
  return {
    ...facts,
    live,
    semantic: merges.semantic,
    shared: shared.map((file) => file.path),
    drift: driftOf(drift, path, ids),
    moved: drift.moved.find((one) => one.worktree === path) ?? null,
    outside: atWork
      .flatMap((session) => outsideOf(session, owner))
      .filter(({ home, wrote }) => home === path || wrote === path),
    switched: live.flatMap((session) => switchedUnder(session, headMoves(steps)) ?? []),
    resumed: live.flatMap((session) => {
      const began = session.beganIn == null ? null : (owner(session.beganIn)?.worktree ?? null);
      const isLed = session.originalCwd !== null || session.kind === 'subagent';
      return began === null || began === path || isLed ? [] : [{ session: session.id, from: began }];
    }),
    checkpoint:
      checkpoint.checkpoint === null
        ? null
        : sinceCheckpoint(checkpoint.checkpoint.at, taken.sessions, { owner, path }),
    unread: [
      ...facts.unread,
      ...merges.unread,
      ...problemsOf(drift, path, places),
      ...(checkpoint.problem === undefined ? [] : [checkpoint.problem.message]),
    ],
  };
}

/** What is told of readers at work. */
function driftOf({ drift }: DriftPicture, path: string, live: ReadonlySet<string>): CheckFacts['drift'] {
  return drift.flatMap((one) => {
    const sessions = one.reader.sessions.filter(({ id }) => live.has(id));
    return one.reader.worktree !== path || sessions.length === 0
      ? []
      : [{ ...one, reader: { worktree: path, sessions } }];
  });
}

/** Files of its own edits in worktrees that it neither works in nor came from. */
function outsideOf(session: Session, owner: Owner): readonly OutsideFact[] {
  const { id, cwd, originalCwd, beganIn, writes } = session;
  const home = cwd === null ? null : (owner(cwd)?.worktree ?? null);
  if (home === null) return [];
  const places = new Set(
    [cwd, originalCwd, beganIn].flatMap((place) => (place == null ? [] : (owner(place)?.worktree ?? []))),
  );
  const elsewhere = writes.flatMap(({ path, grade }) => {
    const owned = grade === 'certain' ? owner(path) : null;
    return owned === null || places.has(owned.worktree) ? [] : [owned];
  });
  return [...Map.groupBy(elsewhere, ({ worktree }) => worktree)].map(([wrote, all]) => ({
    session: id,
    home,
    wrote,
    paths: all.map(({ inside }) => inside),
  }));
}

function sinceCheckpoint(
  at: string,
  sessions: readonly Session[],
  { owner, path }: { readonly owner: Owner; readonly path: string },
): CheckFacts['checkpoint'] {
  const since = sessions.flatMap(({ writes }) =>
    writes.flatMap((write) => {
      const owned = write.at !== null && write.at > at ? owner(write.path) : null;
      return owned?.worktree === path ? [owned.inside] : [];
    }),
  );
  return { at, filesSince: new Set(since).size };
}

/** What failed to be read of this worktree, or of sessions, which may have been in this project. */
function problemsOf({ problems, sessions }: DriftPicture, path: string, places: readonly Place[]): readonly string[] {
  const here = { places, sessions: new Set(sessions.map(({ id }) => id)) };
  return problems
    .filter(
      ({ code, worktree, file }) =>
        (worktree === path && code !== 'LINES_NOT_COUNTED') ||
        (sessionProblems.has(code) && (code !== 'TRANSCRIPT_UNREADABLE' || mayConcern(file, here))),
    )
    .map(({ message }) => message);
}

const sessionProblems: ReadonlySet<string> = new Set([
  'CLAUDE_DIRECTORY_UNREADABLE',
  'REGISTRY_UNREADABLE',
  'TRANSCRIPT_UNREADABLE',
]);
