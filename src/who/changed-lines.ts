import { repositoryDirectory } from '../git/repository.ts';
import type { Kg } from '../kg.ts';
import type { OwnChange } from '../overlap/contender.ts';
import { linesOf } from '../overlap/hunks.ts';
import { readLines } from '../overlap/lines.ts';
import { readTouched } from '../overlap/touched.ts';
import type { Project } from '../survey.ts';
import type { Touch } from './who.ts';

/** The lines that a worktree's working state changed in a file; `null` where there are none to tell. */
export type ChangedLines = (worktree: string, path: string) => Touch['lines'] | null;

/** Reads the changed lines of all files that are asked for, in all worktrees: four processes. */
export async function changedLines(
  { git, project }: Kg,
  { overlaps }: Project,
  isAsked: (path: string) => boolean,
): Promise<ChangedLines> {
  if (overlaps === null || project === null) return () => null;
  const { store, snapshots, trunk } = overlaps;
  const place = { git, directory: repositoryDirectory(project.repository), env: store.env };
  const touched = await readTouched({ place, snapshots, trunk: trunk?.oid ?? null });
  const changes = new Map(
    touched.contenders.map(({ name, changes: all }) => [
      name,
      all.filter(({ path, from }) => isAsked(path) || (from !== undefined && isAsked(from))),
    ]),
  );
  const lines = await readLines(place, [...changes.values()].flat().flatMap(pairOf));
  return (worktree, path) => {
    const change = changes.get(worktree)?.find((one) => one.path === path);
    const [pair] = change === undefined ? [] : pairOf(change);
    const hunks = pair === undefined ? null : lines(pair);
    return hunks === null ? null : linesOf(hunks);
  };
}

function pairOf({ before, after }: OwnChange) {
  const isFile = after?.mode.startsWith('100') === true && (before === null || before.mode.startsWith('100'));
  return isFile ? [{ before: before?.oid ?? null, after: after.oid }] : [];
}
