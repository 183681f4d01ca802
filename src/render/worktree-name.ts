import type { Operation, Worktree } from '../worktrees/worktree.ts';
import type { Cell } from './list/cell.ts';
import { folderName, relativePath } from './path.ts';
import { plain } from './text.ts';

/** What a worktree is called in the output: its branch, else its folder; and what must be said beside it. */
export type WorktreeName = { readonly name: string; readonly beside: readonly string[] };

type Named = Pick<Worktree, 'path' | 'branch' | 'head' | 'state' | 'operation' | 'locked'>;

/** Names all worktrees of a project, so that no two of them read alike. Keys are paths. */
export function worktreeNames(
  project: { readonly root: string; readonly worktrees: readonly Named[] },
  home: string,
): ReadonlyMap<string, WorktreeName> {
  const folders = count(project.worktrees.map(({ path }) => folderName(path)));
  const branches = count(project.worktrees.flatMap(({ branch }) => branch ?? []));
  const place = (path: string): string =>
    (folders.get(folderName(path)) ?? 0) > 1 ? relativePath(path, { root: project.root, home }) : folderName(path);
  return new Map(
    project.worktrees.map((worktree) => {
      const { branch, path } = worktree;
      const twice = branch !== null && (branches.get(branch) ?? 0) > 1;
      const beside = [...(twice ? [`in ${place(path)}`] : []), ...standing(worktree)];
      return [path, { name: branch === null ? place(path) : plain(branch), beside }];
    }),
  );
}

/** The name as a cell: the name loses its middle before what stands beside it is cut. */
export function nameCell({ name, beside }: WorktreeName, current: boolean): Cell {
  const suffix = beside.length === 0 ? '' : ` (${beside.join(', ')})`;
  return {
    spans: [
      current ? { text: name, role: 'branch', give: 'middle' } : { text: name, give: 'middle' },
      { text: suffix, role: 'dim', give: 'end' },
    ],
  };
}

/** What is out of the ordinary about a worktree, in words. */
function standing({ branch, head, state, operation, locked }: Named): readonly string[] {
  const detached = branch === null && state !== 'bare' && head !== null;
  return [
    ...(state === 'bare' ? ['bare'] : []),
    ...(detached ? [`detached ${head.slice(0, 7)}`] : []),
    ...(branch !== null && head === null && state === 'ok' ? ['no commits'] : []),
    ...(operation === undefined ? [] : [inProgress[operation]]),
    ...(locked === undefined ? [] : ['locked']),
  ];
}

/** The operation as something that is going on. */
export const inProgress: Readonly<Record<Operation, string>> = {
  rebase: 'rebasing',
  merge: 'merging',
  'cherry-pick': 'cherry-picking',
  revert: 'reverting',
  bisect: 'bisecting',
};

function count(names: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}
