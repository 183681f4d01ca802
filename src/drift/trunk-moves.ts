import { compareCommits } from '../overlap/comparisons.ts';
import { pathsOf, type Contender, type OwnChange } from '../overlap/contender.ts';
import type { Place } from '../overlap/histories.ts';
import type { Session } from '../sessions/session.ts';
import type { Surveyed } from '../survey/surveyed.ts';
import { trunkCandidates, type Candidate } from './candidates.ts';
import { readLandings } from './landed.ts';
import type { ReadFiles } from './read-files.ts';

/** How the trunk moved under one worktree. */
export type TrunkMove = {
  readonly path: string;
  /** Name of the trunk. */
  readonly name: string;
  /** What it changed and the worktree does not have yet. */
  readonly changes: readonly OwnChange[];
  /** Of these, what the worktree changed too. */
  readonly met: readonly OwnChange[];
  /** Of these, what was read there. */
  readonly candidates: readonly Candidate[];
  /** What was read there and has been taken over since, for sessions that are not over. */
  readonly landed: readonly Candidate[];
  /** Whether git could not compare, as where a partial clone lacks what that takes: then more may have changed. */
  readonly isUnread: boolean;
};

/** Reads how the trunk moved under each worktree: one process, and one more where some have taken it over since they were read in. */
export async function readTrunkMoves(
  place: Place,
  options: {
    readonly worktrees: readonly Surveyed[];
    readonly sessions: readonly Session[];
    readonly reads: ReadFiles;
    readonly contenders: readonly Contender[];
    readonly trunk: { readonly name: string; readonly oid: string };
    readonly forkOf: (worktree: string) => string | null;
  },
): Promise<readonly TrunkMove[]> {
  const { worktrees, sessions, contenders, trunk, forkOf } = options;
  const { name, oid } = trunk;
  const lasting = new Set(sessions.flatMap(({ id, status }) => (status === 'finished' ? [] : [id])));
  const reads = ofSessions(options.reads, lasting);
  const linked = worktrees.filter(({ branch }) => branch === null || branch !== name);
  const landings = await readLandings(place, { worktrees: linked, reads, forkOf, trunk: oid });
  const places = worktrees.flatMap(({ path }) => {
    const fork = forkOf(path);
    const landing = landings.find((one) => one.path === path) ?? null;
    return fork === null || (fork === oid && landing === null) ? [] : [{ path, fork, landing }];
  });
  const compared = await compareCommits(
    place,
    places.flatMap(({ fork, landing }) => [
      { commit: oid, base: fork },
      ...(landing === null ? [] : [{ commit: landing.to, base: landing.from }]),
    ]),
  );
  return places.map(({ path, fork, landing }) => {
    const since = compared.changes({ commit: oid, base: fork });
    const before = landing === null ? [] : compared.changes({ commit: landing.to, base: landing.from });
    const changes = since ?? [];
    const own = new Set(contenders.find((contender) => contender.name === path)?.changes.flatMap(pathsOf));
    const open = new Set(changes.flatMap(pathsOf));
    // What has changed once more since is told as that.
    const past = (before ?? []).filter((change) => !pathsOf(change).some((one) => open.has(one)));
    return {
      path,
      name,
      changes,
      met: changes.filter((change) => pathsOf(change).some((one) => own.has(one))),
      candidates: trunkCandidates({ reads: options.reads, reader: path, trunk: name, changes }),
      landed: trunkCandidates({ reads, reader: path, trunk: name, changes: past, landed: true }),
      isUnread: since === null || before === null,
    };
  });
}

function ofSessions(reads: ReadFiles, ids: ReadonlySet<string>): ReadFiles {
  return new Map(
    [...reads].map(([worktree, files]) => [
      worktree,
      new Map(
        [...files].flatMap(([path, readers]) => {
          const kept = readers.filter(({ id, grade }) => ids.has(id) && grade !== 'named');
          return kept.length === 0 ? [] : [[path, kept] as const];
        }),
      ),
    ]),
  );
}
