import { KgError } from '../errors.ts';
import type { Kg } from '../kg.ts';
import { selectWorktrees } from '../select-worktrees.ts';
import { survey } from '../survey.ts';
import type { Drift, DriftPicture } from './drift.ts';
import { readDrift } from './read-drift.ts';

/** Surveys the project and finds who works against old code: all, what one worktree is part of, or one pair. */
export async function askDrift(
  kg: Kg,
  selectors: readonly string[],
  how: { readonly symbols?: boolean } = {},
): Promise<DriftPicture> {
  const { sort } = kg.config.list;
  const taken = await survey(kg, { scope: 'project', sort, finished: false, overlaps: {}, reads: 'recent' });
  const [project] = taken.projects;
  if (project === undefined) throw new KgError('NOT_A_REPOSITORY', { directory: kg.directory });
  const picture = await readDrift(kg, taken, project, how);
  const named = await selectWorktrees(kg, project, selectors);
  const trunkAt = project.worktrees.find(({ branch }) => branch !== null && branch === project.trunk)?.path;
  const endsOf = ({ reader, writer }: Drift): readonly (string | undefined)[] => [
    reader.worktree,
    'trunk' in writer ? trunkAt : writer.worktree,
  ];
  return {
    ...picture,
    drift: picture.drift.filter((one) => named.every((path) => endsOf(one).includes(path))),
    moved: picture.moved.filter(({ worktree }) =>
      named.every((path) => path === worktree || (named.length === 2 && path === trunkAt)),
    ),
  };
}
