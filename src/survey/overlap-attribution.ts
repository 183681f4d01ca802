import type { AttributedPair, AttributedSide, DiffedPair, OverlapPicture } from './overlap-picture.ts';
import type { Kg } from '../kg.ts';
import { readDiff } from '../overlap/diff.ts';
import type { OverlapPair, Side } from '../overlap/overlap.ts';
import { sharedWorktree } from '../overlap/shared-worktree.ts';
import { whoWrote } from '../overlap/who.ts';
import { sortWritten, type Written } from '../overlap/written.ts';
import { realPaths } from './standing.ts';
import type { ProjectOverlaps } from './overlaps.ts';
import type { Project, Survey } from './surveyed.ts';

/** Joins the overlaps of a surveyed project with the sessions whose work they are. */
export async function overlapPicture(
  { takenAt, foldedBefore, sessions }: Pick<Survey, 'takenAt' | 'foldedBefore' | 'sessions'>,
  { root, trunk, worktrees }: Pick<Project, 'root' | 'trunk'> & Pick<OverlapPicture, 'worktrees'>,
  { overlaps, snapshots, against }: Pick<ProjectOverlaps, 'overlaps' | 'snapshots' | 'against'>,
): Promise<OverlapPicture> {
  const places = realPaths(worktrees.map(({ path }) => path));
  const written = sortWritten({ sessions, worktrees: places });
  return {
    takenAt,
    root,
    trunk,
    ...(against === undefined ? {} : { against: against.name }),
    worktrees: worktrees.filter(({ state }) => state === 'ok' || state === 'unreadable'),
    overlaps: {
      ...overlaps,
      pairs: overlaps.pairs.map((pair) => attributed(pair, written)),
      trunk: overlaps.trunk.map((pair) => attributed(pair, written)),
    },
    shared: sharedWorktree({ written, before: foldedBefore ?? '' }),
    skipped: snapshots.flatMap(({ worktree, skipped }) => skipped.map((one) => ({ ...one, worktree }))),
    sessions,
  };
}

function attributed(pair: OverlapPair, written: Written): AttributedPair {
  const sideOf = (worktree: string, path: string, side: Side | null): AttributedSide | null => {
    if (side === null) return null;
    const question = { path: side.path ?? path, ...(side.from === undefined ? {} : { from: side.from }) };
    return { ...side, sessions: whoWrote({ written, worktree, ...question }) };
  };
  return {
    ...pair,
    files: pair.files.map((file) => ({
      ...file,
      a: sideOf(pair.a, file.path, file.a),
      b: sideOf(pair.b, file.twin ?? file.path, file.b),
    })),
  };
}

/** Reads both sides of every file of a narrowed picture, line by line. */
export async function readDiffs(
  { git, project }: Pick<Kg, 'git' | 'project'>,
  { overlaps }: OverlapPicture,
  { snapshots, store, trunk, against }: ProjectOverlaps,
  worktrees: Project['worktrees'],
): Promise<readonly DiffedPair[]> {
  const forks = new Map(worktrees.map(({ path, forkPoint }) => [path, forkPoint ?? undefined]));
  const target = against ?? trunk;
  const tips = new Map(snapshots.map(({ worktree, commit }) => [worktree, commit]));
  if (target !== null) tips.set(target.name, target.oid);
  const directory = project?.repository.topLevel ?? project?.repository.commonDirectory ?? '';
  const place = { git, directory, env: store.env };
  const pairs = [...overlaps.pairs, ...(against === undefined ? [] : overlaps.trunk)];
  return Promise.all(
    pairs.map(async ({ a, b, files }) => ({
      a,
      b,
      files: await Promise.all(
        files.map(async (file) => {
          const [one, other] = [tips.get(a) ?? null, tips.get(b) ?? null];
          if (one === null || other === null)
            return { path: file.path, diff: null, reason: 'only the paths are known' };
          const left = { a: forks.get(a), b: forks.get(b) };
          const own = { ...(left.a && { a: left.a }), ...(left.b && { b: left.b }) };
          return { path: file.path, diff: await readDiff({ place, a: one, b: other, forks: own, file }) };
        }),
      ),
    })),
  );
}
