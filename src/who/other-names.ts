import { repositoryDirectory } from '../git/repository.ts';
import type { Kg } from '../kg.ts';
import { compareCommits } from '../overlap/comparisons.ts';
import type { Project } from '../survey/surveyed.ts';

export type Rename = { readonly from: string; readonly to: string };

/** Reads what worktrees have renamed, and the trunk since they left it. One process where any is behind the trunk, else none. */
export async function readRenames({ git, project }: Kg, { worktrees, overlaps }: Project): Promise<readonly Rename[]> {
  const own = worktrees.flatMap(({ files }) => files ?? []);
  const trunk = overlaps?.trunk?.oid;
  if (overlaps === null || project === null || trunk === undefined) return own.flatMap(renameOf);
  const place = { git, directory: repositoryDirectory(project.repository), env: overlaps.store.env };
  const behind = worktrees.flatMap(({ forkPoint, distance }) =>
    forkPoint === null || (distance?.behind ?? 0) === 0 ? [] : [{ commit: trunk, base: forkPoint }],
  );
  const compared = await compareCommits(place, behind, ({ from }) => from !== undefined);
  return [...own, ...behind.flatMap((one) => compared.changes(one) ?? [])].flatMap(renameOf);
}

function renameOf({ path, from }: { readonly path: string; readonly from?: string }): readonly Rename[] {
  return from === undefined ? [] : [{ from, to: path }];
}

/** Pure: what one worktree has renamed has its former name in the others still, or its next one already. */
export function withOtherNames(paths: readonly string[], renames: readonly Rename[]): ReadonlySet<string> {
  const meant = new Set(paths);
  return new Set([
    ...paths,
    ...renames.flatMap(({ from, to }) => (meant.has(from) || meant.has(to) ? [from, to] : [])),
  ]);
}
