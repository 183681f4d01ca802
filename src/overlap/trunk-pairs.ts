import { directoriesOf } from './candidates.ts';
import { compareCommits } from './comparisons.ts';
import { pathsOf, type Contender, type OwnChange } from './contender.ts';
import { findMeetings } from './drafts.ts';
import type { Place } from './histories.ts';
import type { Doubt } from './overlap.ts';
import type { Pair } from './pairs.ts';
import type { Touched } from './touched.ts';

/** A line of development: its name and the commit that it is at. */
export type Target = { readonly name: string; readonly oid: string };

/**
 * Each worktree with changes of its own against a trunk that has moved on since. At most two processes: what the trunk did
 * is looked at without renames, which in a long time are many, and with them only where a file seems to be gone.
 */
export async function chooseTrunkPairs(options: {
  readonly place: Place;
  readonly touched: Touched;
  readonly tips: ReadonlyMap<string, string>;
  readonly target: Target;
  readonly shallow: boolean;
}): Promise<readonly Pair[]> {
  const { place, touched, tips, target, shallow } = options;
  const behind = touched.contenders.flatMap((contender) => {
    const tip = tips.get(contender.name);
    const base = tip === undefined ? null : (touched.histories.forks.get(tip) ?? null);
    return tip === undefined || contender.changes.length === 0 || base === target.oid ? [] : [{ contender, base }];
  });
  const since = (base: string): { readonly commit: string; readonly base: string } => ({ commit: target.oid, base });
  const bases = behind.flatMap(({ base }) => (base === null ? [] : [since(base)]));
  const compared = await compareCommits(place, bases, { renames: false });
  const moved = bases.filter((asked) =>
    behind.some(({ contender, base }) => base === asked.base && mayHaveMoved(contender, compared.changes(asked) ?? [])),
  );
  const followed = await compareCommits(place, moved);
  return behind.map(({ contender, base }): Pair => {
    const own = new Set(contender.changes.flatMap(pathsOf));
    const all = base === null ? [] : (followed.changes(since(base)) ?? compared.changes(since(base)) ?? []);
    const theirs = all.filter((change) => pathsOf(change).some((path) => own.has(path)));
    return {
      a: contender,
      b: trunkContender(target),
      changes: { a: contender.changes, b: all },
      meetings: findMeetings(contender.changes, theirs),
      doubt: doubtOf(contender, base, shallow),
      trunk: true,
    };
  });
}

/** Whether the trunk lost a file that the contender changed, or files of a directory into which it put new ones. */
function mayHaveMoved({ changes }: Contender, trunk: readonly OwnChange[]): boolean {
  const own = new Set(changes.flatMap(pathsOf));
  const into = new Set(changes.flatMap(({ change, path }) => (change === 'added' ? directoriesOf(path) : [])));
  return trunk.some(
    ({ change, path }) => change === 'deleted' && (own.has(path) || into.has(directoriesOf(path)[0] ?? '')),
  );
}

function doubtOf({ commit }: Contender, base: string | null, shallow: boolean): Doubt | null {
  if (commit === null) return { reason: 'no snapshot' };
  return base === null ? { reason: shallow ? 'shallow' : 'unrelated' } : null;
}

function trunkContender({ name, oid }: Target): Contender {
  return { name, commit: oid, changes: [], renamesKnown: true, uncommitted: new Set(), merging: false };
}
