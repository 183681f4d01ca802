import type { RawChange } from '../git/commit-differences.ts';
import { gitFailureLine } from '../git/failure.ts';
import type { Snapshot } from '../worktrees/snapshot/snapshot.ts';
import { compareCommits, listTree, type Compared } from './comparisons.ts';
import { composeChanges } from './composed.ts';
import type { Contender, OwnChange } from './contender.ts';
import { readHistories, type AskedHistory, type Histories, type MadeCommits, type Place } from './histories.ts';

export type Touched = {
  /** In the order of the snapshots. */
  readonly contenders: readonly Contender[];
  readonly histories: Histories;
};

/**
 * Reads what each worktree changed since it left the trunk, its working state included. Two processes for all worktrees; one
 * more for each that has merged the trunk, that has no commit in common with it, or that has no commit at all.
 */
export async function readTouched(options: {
  readonly place: Place;
  readonly snapshots: readonly Snapshot[];
  /** The trunk's commit. */
  readonly trunk: string | null;
  readonly asked?: AskedHistory | null;
  /** What the HEADs changed since then, asked while the snapshots were taken; `null` where git could not tell all of it. */
  readonly heads?: Promise<Compared | null>;
}): Promise<Touched> {
  const { place, snapshots, trunk, asked = null } = options;
  const tips = snapshots.flatMap((snapshot) => tipOf(snapshot) ?? []);
  const histories = await readHistories(place, tips, { trunk, made: madeCommits(snapshots), asked });
  const forkOf = (commit: string | null): string | null =>
    commit === null ? null : (histories.forks.get(commit) ?? null);
  const heads = (await options.heads) ?? null;
  const known = new Map(
    snapshots.flatMap((snapshot) => {
      const [tip, base] = [tipOf(snapshot), forkOf(tipOf(snapshot))];
      const changes = base === null || heads === null ? null : composed(heads, snapshot, base);
      return tip === null || changes === null ? [] : [[tip, changes] as const];
    }),
  );
  const compared = await compareCommits(
    place,
    tips.flatMap((commit) => {
      const base = forkOf(commit);
      return base === null || known.has(commit) ? [] : [{ commit, base }];
    }),
  );
  const contenders = await Promise.all(
    snapshots.map(async (snapshot): Promise<Contender> => {
      const commit = tipOf(snapshot);
      const base = forkOf(commit);
      const changes =
        commit !== null && base !== null
          ? (known.get(commit) ?? compared.changes({ commit, base }))
          : await readTree(place, snapshot);
      return {
        name: snapshot.worktree,
        commit: changes === null ? null : snapshot.commit,
        reason: reasonOf(snapshot),
        changes: withListed(changes ?? [], snapshot),
        renamesKnown: compared.renamesKnown,
        uncommitted: snapshot.uncommitted,
        merging: snapshot.operation === 'merge',
      };
    }),
  );
  return { contenders, histories };
}

function composed(heads: Compared, { head, edits, mergeHeads }: Snapshot, base: string): readonly RawChange[] | null {
  if (head === null || edits === null || mergeHeads.length > 0) return null;
  const committed = heads.changes({ commit: head, base });
  return committed === null ? null : composeChanges(committed, edits);
}

/** What stands for a worktree in the history: its snapshot, or at least its HEAD. */
export function tipOf({ commit, head }: Pick<Snapshot, 'commit' | 'head'>): string | null {
  return commit ?? head;
}

/** The commits that are not the worktree's own HEAD. */
function madeCommits(snapshots: readonly Snapshot[]): MadeCommits {
  return new Map(
    snapshots.flatMap(({ commit, head, mergeHeads }) =>
      commit === null || head === null || commit === head ? [] : [[commit, [head, ...mergeHeads]] as const],
    ),
  );
}

/** Why there is no commit. What git said where it could not read anything is a problem of the worktree, told once. */
function reasonOf({ status, reason }: Snapshot): string | null {
  return reason !== undefined && status === null ? 'This worktree could not be read' : (reason ?? null);
}

async function readTree(place: Place, { tree }: Snapshot): Promise<readonly RawChange[] | null> {
  if (tree === null) return [];
  try {
    return await listTree(place, tree);
  } catch (error) {
    if (gitFailureLine(error) === null) throw error;
    return null;
  }
}

/** Adds the paths whose content is not in the snapshot: they are known by name. */
function withListed(changes: readonly RawChange[], snapshot: Snapshot): readonly OwnChange[] {
  const unstored = snapshot.commit === null && snapshot.tree === null;
  const skipped = snapshot.skipped.map(({ path }) => path).filter((path) => snapshot.uncommitted.has(path));
  const named = new Set(unstored ? snapshot.uncommitted : skipped);
  if (named.size === 0) return changes;
  const known = new Map(changes.map((change) => [change.path, change]));
  const listed = [...named].map((path) => listedChange(path, known.get(path), snapshot.untracked.has(path)));
  return [...changes.filter(({ path }) => !named.has(path)), ...listed];
}

function listedChange(path: string, known: RawChange | undefined, untracked: boolean): OwnChange {
  const { change, before } = known ?? { change: untracked ? 'added' : 'modified', before: null };
  const listed: OwnChange = { path, change, before, after: null, notCompared: true };
  return known?.from === undefined ? listed : { ...listed, from: known.from };
}
