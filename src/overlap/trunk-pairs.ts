import { changeAt, type RawChange } from '../git/commit-differences.ts';
import type { Entry } from '../git/entry.ts';
import { entriesInArgs, findTreeEntries, type FoundEntries } from '../git/tree-entries.ts';
import { directoriesOf, foldPath } from './candidates.ts';
import { compareCommits, type Comparison } from './comparisons.ts';
import { pathsOf, type Contender, type OwnChange } from './contender.ts';
import { findMeetings, isNew } from './drafts.ts';
import type { Place } from './histories.ts';
import type { Doubt } from './overlap.ts';
import { noSnapshot, type Pair } from './pairs.ts';
import type { Touched } from './touched.ts';

/** A line of development: its name and the commit that it is at. */
export type Target = { readonly name: string; readonly oid: string };

/** What the trunk has under the paths that somebody changed, and which of their directories it has. */
export type TrunkFiles = FoundEntries;

/** What a commit has in some directories, being read. */
export type ListedTrunk = {
  readonly oid: string;
  readonly directories: ReadonlySet<string>;
  readonly listing: Promise<Buffer>;
};

/** Lists what a commit has around some paths. One process. */
export function listTrunk(
  { git, directory: cwd, env }: Place,
  { oid, paths }: { readonly oid: string; readonly paths: Iterable<string> },
): ListedTrunk {
  const directories = directoriesAround(paths);
  const listing = git.run({ cwd, env, args: entriesInArgs(oid, [...directories]) }).then(({ stdout }) => stdout);
  // Perhaps nobody needs it: whoever awaits it hears of a failure.
  listing.catch(() => {});
  return { oid, directories, listing };
}

function directoriesAround(paths: Iterable<string>): ReadonlySet<string> {
  return new Set(Array.from(paths, (path) => directoriesOf(path)[0] ?? ''));
}

/** Looks for the files of the trunk that changes are about, where they would lie. One process, unless all of that is being listed. */
export async function readTrunkFiles(
  place: Place,
  {
    target: { oid },
    changes,
    listed,
  }: { readonly target: Target; readonly changes: readonly OwnChange[]; readonly listed?: ListedTrunk | undefined },
): Promise<TrunkFiles> {
  const paths = new Set(changes.flatMap(pathsOf));
  const directories = directoriesAround(paths);
  const isListed = listed?.oid === oid && directories.isSubsetOf(listed.directories);
  const listing = await (isListed ? listed : listTrunk(place, { oid, paths })).listing;
  const folded = new Set(changes.filter(isNew).map(({ path }) => foldPath(path)));
  return findTreeEntries(listing, {
    paths,
    directories,
    ...(folded.size > 0 && { spellings: { folded, fold: foldPath } }),
  });
}

/**
 * Each worktree with changes of its own against a trunk that has moved on since. What the trunk has under the paths in question
 * is compared with what was there at the fork point. Only where a file or a directory seems to be gone, or where the trunk has another
 * spelling of a new name, is the trunk's whole way from there looked at: one process then, for all.
 */
export async function chooseTrunkPairs(options: {
  readonly place: Place;
  readonly touched: Touched;
  readonly tips: ReadonlyMap<string, string>;
  readonly target: Target;
  readonly files: TrunkFiles;
  readonly shallow: boolean;
}): Promise<readonly Pair[]> {
  const { place, touched, tips, target, files, shallow } = options;
  const behind = touched.contenders.flatMap((contender) => {
    const tip = tips.get(contender.name);
    const base = tip === undefined ? null : (touched.histories.forks.get(tip) ?? null);
    if (tip === undefined || contender.changes.length === 0 || base === target.oid) return [];
    return [{ contender, base, theirs: base === null ? [] : trunkChanges(contender.changes, files.files) }];
  });
  const since = (base: string): Comparison => ({ commit: target.oid, base });
  const moved = behind.flatMap(({ contender, base, theirs }) => {
    const gone = theirs.some(({ change }) => change === 'deleted');
    const into = contender.changes.some(
      ({ change, path }) => change === 'added' && !files.directories.has(directoriesOf(path)[0] ?? ''),
    );
    // Whether another spelling of a new name is new there, too, only the way to it tells.
    const twin = contender.changes.some(
      (change) => isNew(change) && files.spelled?.has(foldPath(change.path)) === true,
    );
    return base !== null && (gone || into || twin) ? [since(base)] : [];
  });
  const own = new Set(behind.flatMap(({ contender }) => contender.changes.flatMap(pathsOf)));
  const around = new Set([...own].flatMap(directoriesOf).filter((directory) => directory !== ''));
  const names = new Set([...own].map(foldPath));
  const ofUse = (change: RawChange): boolean =>
    names.has(foldPath(change.path)) ||
    pathsOf(change).some((path) => own.has(path)) ||
    (change.from !== undefined && directoriesOf(change.from).some((directory) => around.has(directory)));
  const followed = await compareCommits(place, moved, ofUse);
  return behind.map(({ contender, base, theirs }): Pair => {
    const changes = (base === null ? null : followed.changes(since(base))) ?? theirs;
    return {
      a: contender,
      b: trunkContender(target),
      changes: { a: contender.changes, b: changes },
      meetings: findMeetings(contender.changes, changes),
      doubt: doubtOf(contender, base, shallow),
      inherits: false,
    };
  });
}

/** Pure: what the trunk did meanwhile to the paths that somebody changed, renames not looked for. */
function trunkChanges(changes: readonly OwnChange[], files: TrunkFiles['files']): readonly RawChange[] {
  return changes.flatMap(({ path, from, before }) => {
    const at = (some: string, then: Entry | null): readonly RawChange[] =>
      [changeAt(some, then, files.get(some) ?? null)].filter((one) => one !== null);
    return from === undefined ? at(path, before) : [...at(from, before), ...at(path, null)];
  });
}

function doubtOf(contender: Contender, base: string | null, shallow: boolean): Doubt | null {
  if (contender.commit === null) return noSnapshot(contender);
  return base === null ? { reason: shallow ? 'shallow' : 'unrelated' } : null;
}

function trunkContender({ name, oid }: Target): Contender {
  return { name, commit: oid, reason: null, changes: [], renamesKnown: true, uncommitted: new Set(), merging: false };
}
