import type { Problem } from '../errors.ts';
import { repositoryDirectory } from '../git/repository.ts';
import type { Kg } from '../kg.ts';
import type { OwnChange } from '../overlap/contender.ts';
import type { Place } from '../overlap/histories.ts';
import { readTouched, tipOf } from '../overlap/touched.ts';
import { sortWritten } from '../overlap/written.ts';
import { compare } from '../sessions/compare.ts';
import { realPaths } from '../survey/standing.ts';
import type { Project, Survey } from '../survey/surveyed.ts';
import { pairCandidates, type Candidate } from './candidates.ts';
import { countCommits } from './count-commits.ts';
import { countMoved } from './count-moved.ts';
import { describeDrift } from './describe.ts';
import { outcomes, type Drift, type DriftPicture } from './drift.ts';
import { sortReads } from './read-files.ts';
import { settleAll } from './settle-all.ts';
import { readTrunkMoves } from './trunk-moves.ts';

/**
 * Reads who works against code that another has changed, from a survey that was taken with overlaps and reads. By content: what
 * a worktree has is what its snapshot holds, however it came there. About seven git processes whatever the number of files and
 * pairs, and one for each writer whose commits somebody lacks. With `only` (the path of a worktree) nothing is told but what was read
 * there, and not how far the trunk moved on.
 */
export async function readDrift(
  kg: Kg,
  taken: Survey,
  project: Project,
  { symbols = false, only }: { readonly symbols?: boolean; readonly only?: string } = {},
): Promise<DriftPicture> {
  const { worktrees, overlaps, root, trunk: trunkName } = project;
  const shown = worktrees.filter(({ state }) => state === 'ok' || state === 'unreadable');
  const told = {
    takenAt: taken.takenAt,
    root,
    trunk: trunkName,
    worktrees: shown,
    sessions: taken.sessions,
    problems: taken.problems,
  };
  if (overlaps === null || kg.project === null) return { ...told, drift: [], moved: [] };
  const { snapshots, store, trunk } = overlaps;
  const place: Place = { git: kg.git, directory: repositoryDirectory(kg.project.repository), env: store.env };
  const places = realPaths(worktrees.map(({ path }) => path));
  const every = sortReads({ sessions: taken.sessions, worktrees: places });
  const reads = only === undefined ? every : new Map([...every].filter(([path]) => path === only));
  if (only !== undefined && (reads.get(only)?.size ?? 0) === 0) return { ...told, drift: [], moved: [] };
  const written = sortWritten({ sessions: taken.sessions, worktrees: places });
  const { contenders, histories } = await readTouched({ place, snapshots, trunk: trunk?.oid ?? null });
  const tips = new Map(snapshots.map((one) => [one.worktree, { commit: one.commit, head: one.head, tip: tipOf(one) }]));
  const tipAt = (path: string): string => tips.get(path)?.tip ?? '';
  const forkOf = (worktree: string): string | null => {
    return histories.forks.get(tipAt(worktree)) ?? null;
  };

  const readIn = only === undefined ? shown : shown.filter(({ path }) => path === only);
  const moves =
    trunk === null
      ? []
      : await readTrunkMoves(place, { worktrees: readIn, sessions: taken.sessions, reads, contenders, trunk, forkOf });
  const changesOf = ({ reader, writer }: Pick<Candidate, 'reader' | 'writer'>): readonly OwnChange[] =>
    'trunk' in writer
      ? moves.flatMap(({ path, changes }) => (path === reader ? changes : []))
      : (contenders.find(({ name }) => name === writer.worktree)?.changes ?? []);
  const sources = symbols ? await (await import('./symbol-sources.ts')).openSymbolSources(place, store) : null;
  const writtenFor = (reader: string) =>
    [
      ...contenders.flatMap(({ name }) => (name === reader ? [] : [{ worktree: name }])),
      ...moves.flatMap(({ path, name }) => (path === reader ? [{ trunk: name }] : [])),
    ].flatMap((writer) => changesOf({ reader, writer }).map((change) => ({ writer, change })));
  const commitOf = (reader: string): string | null => tips.get(reader)?.commit ?? null;
  const imported =
    sources === null
      ? []
      : await (await import('./read-importers.ts')).readImporters(place, { reads, commitOf, writtenFor, sources });
  const ofTrunk = moves.flatMap((move) => [...move.candidates, ...move.landed]);
  const candidates = [...pairCandidates(reads, contenders), ...ofTrunk, ...imported];
  const moved = only === undefined ? moves : [];
  const changed = moved.flatMap(({ path, name, met }) =>
    met.map((change): Candidate => ({ reader: path, readers: [], writer: { trunk: name }, change })),
  );
  const sharedBy = ({ reader, writer }: Candidate): string | null => {
    const shared = 'trunk' in writer ? [] : histories.ancestry.shared(tipAt(reader), tipAt(writer.worktree));
    return shared.length === 1 ? (shared[0] ?? null) : null;
  };
  const settled = await settleAll(place, { candidates: [...candidates, ...changed], contenders, tips, sharedBy });
  const commits = await countCommits(place, settled, { forkOf, trunk, headOf: (path) => tips.get(path)?.head ?? null });
  const drifted =
    sources === null
      ? () => null
      : await (
          await import('./read-symbols.ts')
        ).readDriftedSymbols(place, settled, { sources, contenders, changesOf });
  // Of what was not read itself, only a contract that is not there yet is worth a word.
  const isTold = ({ candidate, settled: { outcome } }: (typeof settled)[number]): boolean => {
    const isHad = outcome === 'has' || outcome === 'read-before';
    // What came with the trunk and is there no more was taken out again by the worktree itself.
    if (candidate.landed === true) return isHad;
    return candidate.through === undefined || (!isHad && drifted(candidate) !== null);
  };
  const drift = settled
    .filter((one) => one.candidate.readers.length > 0 && isTold(one))
    .map((one) =>
      describeDrift({
        ...one,
        commits: commits(one.candidate),
        symbols: drifted(one.candidate),
        overlaps: overlaps.overlaps,
        written,
        worktrees,
      }),
    );
  const onTrunk = worktrees.find(({ branch }) => branch !== null && branch === trunkName)?.path ?? null;
  return {
    ...told,
    problems: [...taken.problems, ...moves.flatMap(({ path, name, isUnread }) => (isUnread ? unread(path, name) : []))],
    drift: drift.toSorted(orderFrom(onTrunk)),
    moved: moved.flatMap((move) => countMoved(move, settled, project)),
  };
}

/** That branches are ahead of the trunk is the way of things, so who reads there comes last. */
function orderFrom(onTrunk: string | null): (a: Drift, b: Drift) => number {
  const late = ({ reader }: Drift): number => Number(reader.worktree === onTrunk);
  return (a, b) =>
    late(a) - late(b) ||
    outcomes.indexOf(a.outcome) - outcomes.indexOf(b.outcome) ||
    compare(a.reader.worktree, b.reader.worktree) ||
    compare(a.path, b.path);
}

function unread(worktree: string, trunk: string): Problem {
  const message = `What ${trunk} has changed since this worktree left it could not be read`;
  return { code: 'OVERLAPS_UNKNOWN', message, worktree };
}
