import type { OverlapFile, OverlapPair } from '../../src/overlap/overlap.ts';
import type { Snapshot } from '../../src/worktrees/snapshot/snapshot.ts';
import type { RealMerge } from './merge-oracle.ts';

/** How a prediction differs from a real merge; nothing when both agree on clean or not and on every conflicted path. */
export function disagreements(pair: OverlapPair | undefined, real: RealMerge): readonly string[] {
  if (real.crashed === true) return [];
  const conflicts = (pair?.files ?? []).filter(({ level }) => level === 'conflict');
  const told = new Set(conflicts.flatMap(({ path, also = [] }) => [path, ...also]));
  const missed = real.conflicted.filter((path) => !told.has(path));
  const extra = conflicts.filter(
    ({ path, also = [] }) => ![path, ...also].some((one) => real.conflicted.includes(one)),
  );
  return [
    ...(real.clean === (conflicts.length === 0) ? [] : [`git says ${real.clean ? 'clean' : 'conflict'}`]),
    ...(missed.length === 0 ? [] : [`missed ${missed.join(', ')}`]),
    // Git can stop for a directory in the way of a file that it then puts elsewhere, or for one that went two ways, and leave no
    // unmerged path for it; but it says so.
    ...extra.filter((file) => !isSaid(file, real.said)).map(({ path, kind }) => `only kg: ${kind} ${path}`),
  ];
}

/** Whether git told a conflict that has one of the paths in it. */
function isSaid({ path, also = [] }: OverlapFile, said: string): boolean {
  const conflicts = said.split('\n').filter((line) => line.startsWith('CONFLICT'));
  return conflicts.some((line) => [path, ...also].some((one) => line.includes(one)));
}

/** Where both sides were made from the trunk as it is, nothing can have come in with it. */
export function inherited(pair: OverlapPair | undefined): readonly string[] {
  const files = (pair?.files ?? []).filter((file) => file.viaTrunk === true);
  return files.map(({ path, kind }) => `via the trunk: ${kind} ${path}`);
}

/** A snapshot of a worktree that holds a commit and nothing else. */
export function snapshotOfCommit(worktree: string, commit: string): Snapshot {
  return {
    worktree,
    kind: 'exact',
    commit,
    tree: null,
    head: commit,
    mergeHeads: [],
    edits: null,
    uncommitted: new Set(),
    untracked: new Set(),
    unmerged: new Set(),
    skipped: [],
    status: null,
    problems: [],
    fresh: true,
  };
}
