import { directoriesOf, foldPath } from './candidates.ts';
import type { Conflict } from './conflicts.ts';
import { pathsOf, type OwnChange } from './contender.ts';
import type { OverlapKind } from './overlap.ts';

/** A file that two contenders have in common, before its level is settled. */
export type Draft = {
  readonly path: string;
  readonly also: readonly string[];
  /** `null` when git merges it. */
  readonly kind: OverlapKind | null;
  readonly a: OwnChange | null;
  readonly b: OwnChange | null;
  readonly twin?: string;
};

/** Two changes that are about the same file. */
export type Meeting = { readonly a: OwnChange; readonly b: OwnChange };

/** Pure: which changes of one side are about the same file as one of the other, renames followed at both ends. */
export function findMeetings(a: readonly OwnChange[], b: readonly OwnChange[]): readonly Meeting[] {
  // One side may have thousands of changes, and be compared with a hundred others.
  const paths = new Set((a.length < b.length ? a : b).flatMap(pathsOf));
  const meets = ({ path, from = path }: OwnChange): boolean => paths.has(path) || paths.has(from);
  const byPath = indexBy(b.filter(meets), pathsOf);
  return a.filter(meets).flatMap((change) => {
    const met = new Set(pathsOf(change).flatMap((path) => byPath.get(path) ?? []));
    return [...met].map((other) => ({ a: change, b: other }));
  });
}

/** Pure: all files that two contenders have in common, the conflicts first. */
export function draftFiles(options: {
  readonly a: readonly OwnChange[];
  readonly b: readonly OwnChange[];
  readonly meetings: readonly Meeting[];
  readonly conflicts: readonly Conflict[];
}): readonly Draft[] {
  const { a, b, meetings, conflicts } = options;
  const told = new Set(conflicts.flatMap(({ paths }) => paths));
  const merged = meetings
    .filter((meeting) => ![...pathsOf(meeting.a), ...pathsOf(meeting.b)].some((path) => told.has(path)))
    .map((meeting): Draft => ({ path: pathOf(meeting), also: [], kind: null, a: meeting.a, b: meeting.b }));
  const renames = [...a, ...b].filter(({ from }) => from !== undefined).map(pathsOf);
  return [...conflicts.map((conflict) => draftConflict(conflict, { a, b, renames })), ...merged, ...draftTwins(a, b)];
}

type Sides = {
  readonly a: readonly OwnChange[];
  readonly b: readonly OwnChange[];
  /** Both ends of each rename of either. */
  readonly renames: readonly (readonly string[])[];
};

function draftConflict(conflict: Conflict, { a, b, renames }: Sides): Draft {
  // A rename makes its other end a path of the conflict too, for the side that knows the file by that name.
  const ends = renames.filter((both) => both.some((path) => conflict.paths.includes(path)));
  const paths = new Set([...conflict.paths, ...ends.flat()]);
  const [ours, theirs] = [a, b].map((changes) => chooseChange({ ...conflict, paths: [...paths] }, changes));
  const [left, right] = [ours ?? null, theirs ?? null];
  const also = conflict.paths.filter((path) => path !== conflict.path);
  return { path: conflict.path, also, kind: kindOf(conflict.kind, left, right), a: left, b: right };
}

/** What a side did to a conflicted file: the change at its path, else one at its other paths, else what its kind is about. */
function chooseChange({ kind, path, paths }: Conflict, changes: readonly OwnChange[]): OwnChange | null {
  // Only few conflicts are about a directory, and there may be thousands.
  const inside = (): readonly OwnChange[] => changes.filter((change) => change.path.startsWith(`${path}/`));
  return (
    // A side that put a file in the place of a directory removed what was inside; the file is what is in the way.
    (kind === 'file/directory' ? inside().find(isThere) : undefined) ??
    changes.find((change) => change.path === path) ??
    changes.find((change) => change.from === path) ??
    changes.find(({ path: one, from = one }) => paths.includes(one) || paths.includes(from)) ??
    (kind === 'directory rename' ? (changes.find((change) => movesAround(change, path)) ?? inside()[0]) : undefined) ??
    null
  );
}

/** Whether a change moves a file out of a directory around the path, or out of one inside of it. */
function movesAround({ from }: OwnChange, path: string): boolean {
  if (from === undefined) return false;
  const around = new Set(directoriesOf(path).filter((directory) => directory !== ''));
  return directoriesOf(from).some((directory) => directory === path || around.has(directory));
}

/** Git calls every meeting of two new files add/add; people care whether one or both were moved there. */
function kindOf(kind: OverlapKind, a: OwnChange | null, b: OwnChange | null): OverlapKind {
  if (kind !== 'add/add') return kind;
  const moved = [a, b].filter((change) => change?.change === 'renamed');
  if (moved.length === 2) return a?.from === b?.from ? 'content' : 'rename/rename';
  return moved.length === 1 ? 'rename/add' : 'add/add';
}

/** The newer name, where one side renamed the file that the other changed. */
function pathOf({ a, b }: Meeting): string {
  if (a.path === b.path || b.change !== 'renamed') return a.path;
  return a.change === 'renamed' ? a.path : b.path;
}

/** Pure: files that one side brings which a file system that folds case or Unicode forms would put on top of another's. */
function draftTwins(a: readonly OwnChange[], b: readonly OwnChange[]): readonly Draft[] {
  const folded = new Set(a.map(({ path }) => foldPath(path)));
  const others = b.filter(({ path }) => folded.has(foldPath(path)));
  if (others.length === 0) return [];
  const byFolded = indexBy(others, ({ path }) => [foldPath(path)]);
  return a.flatMap((change) =>
    (byFolded.get(foldPath(change.path)) ?? [])
      .filter((other) => other.path !== change.path && isThere(change) && isThere(other))
      .filter((other) => isNew(change) || isNew(other))
      .filter((other) => !pathsOf(change).some((path) => pathsOf(other).includes(path)))
      .map((other): Draft => ({ path: change.path, also: [], kind: null, a: change, b: other, twin: other.path })),
  );
}

function isThere({ change }: OwnChange): boolean {
  return change !== 'deleted';
}

/** Whether a change brings a path. */
export function isNew({ change }: OwnChange): boolean {
  return change === 'added' || change === 'renamed';
}

function indexBy(
  changes: readonly OwnChange[],
  keys: (change: OwnChange) => readonly string[],
): ReadonlyMap<string, OwnChange[]> {
  const index = new Map<string, OwnChange[]>();
  for (const change of changes) {
    for (const key of keys(change)) {
      const found = index.get(key);
      if (found === undefined) index.set(key, [change]);
      else found.push(change);
    }
  }
  return index;
}
