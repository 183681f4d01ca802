import { openRepository } from '../../src/git/repository.ts';
import type { Git } from '../../src/git/run.ts';
import { findOverlaps, type OverlapsOptions } from '../../src/overlap/overlaps.ts';
import type { OverlapFile, OverlapPair, Overlaps, Side } from '../../src/overlap/overlap.ts';
import { listWorktrees } from '../../src/worktrees/list.ts';
import { takeSnapshot, type Snapshot } from '../../src/worktrees/snapshot/snapshot.ts';
import { openStore, type Store } from '../../src/worktrees/store/store.ts';
import { findTrunk } from '../../src/worktrees/trunk.ts';
import { budget, testGit } from './budget.ts';
import { openOracle, type Oracle } from './merge-oracle.ts';
import { place } from './repo.ts';

/** All worktrees of a repository, snapshot and compared. */
export type Scene = {
  readonly overlaps: Overlaps;
  readonly snapshots: readonly Snapshot[];
  readonly store: Store;
  /** Git processes that the comparison started, the snapshots left out. */
  readonly processes: number;
  /** What was compared. */
  readonly options: OverlapsOptions;
  /** Compares the same snapshots once more. */
  readonly again: (more: Partial<OverlapsOptions>) => Promise<Overlaps>;
};

export async function compare(
  path: string,
  more: Partial<OverlapsOptions> & { readonly cache?: string; readonly git?: Git } = {},
): Promise<Scene> {
  const { cache = place('cache'), git = testGit() } = more;
  const repository = await openRepository({ git, directory: path });
  const worktrees = await listWorktrees({ git, repository });
  const trunk = await findTrunk({ git, repository, worktrees, configured: null });
  const store = openStore({ cache, commonDirectory: repository.commonDirectory });
  const paths = worktrees.map((worktree) => worktree.path);
  const snapshots = await Promise.all(
    worktrees
      .filter(({ state }) => state === 'ok')
      .map((worktree) => takeSnapshot({ git, store, worktree, worktrees: paths })),
  );
  const started = budget(git);
  const options = { git, store, worktrees, snapshots, trunk: trunk ?? null, ...more };
  const overlaps = await findOverlaps(options);
  const processes = started();
  const again = (other: Partial<OverlapsOptions>) => findOverlaps({ ...options, ...other });
  return { overlaps, snapshots, store, processes, options, again };
}

/** The oracle for the snapshots of a scene. */
export function oracleOf(path: string, { store }: Pick<Scene, 'store'>): Oracle {
  return openOracle({ repository: path, copy: place('copy'), objects: store.env['GIT_OBJECT_DIRECTORY'] ?? '' });
}

/** One line a file: `conflict content src/a.ts · modified 3-4* · renamed from src/b.ts`; `*` is uncommitted. */
export function tell(pair: OverlapPair | undefined): readonly string[] {
  return (pair?.files ?? []).map(tellFile);
}

function tellFile(file: OverlapFile): string {
  const { path, also = [], level, kind, driver, viaTrunk, twin, note } = file;
  const marks = [
    ...(also.length === 0 ? [] : [`also ${also.join(', ')}`]),
    ...(twin === undefined ? [] : [`twin ${twin}`]),
    ...(driver === undefined ? [] : [`driver ${driver}`]),
    ...(viaTrunk === true ? ['via the trunk'] : []),
    ...(note === undefined ? [] : [note]),
  ];
  const head = [
    level,
    ...(kind === undefined ? [] : [kind]),
    path,
    ...(marks.length === 0 ? [] : [`(${marks.join('; ')})`]),
  ];
  return [head.join(' '), tellSide(file.a), tellSide(file.b)].join(' · ');
}

function tellSide(side: Side | null): string {
  if (side === null) return '-';
  const lines = side.lines.map(([first, last]) => (first === last ? String(first) : `${first}-${last}`)).join(',');
  return [
    side.change,
    ...(side.from === undefined ? [] : [`from ${side.from}`]),
    ...(side.path === undefined ? [] : [`at ${side.path}`]),
    ...(lines === '' ? [] : [lines]),
  ]
    .join(' ')
    .concat(side.uncommitted ? '*' : '');
}
