import { pathsOf, type Contender, type OwnChange } from '../overlap/contender.ts';
import { newestFirst } from '../sessions/compare.ts';
import type { Writer } from './drift.ts';
import type { Reader, ReadFiles } from './read-files.ts';

/** A file that was read in one worktree and changed in another, or on the trunk. */
export type Candidate = {
  readonly reader: string;
  readonly readers: readonly Reader[];
  readonly writer: Writer;
  readonly change: OwnChange;
  /** The commit that the reader's branch and the writer's both build on, where that is not the trunk's: the change counts from it. */
  readonly since?: string;
  /** The file itself was not read, but these were, which import it. */
  readonly through?: readonly Importer[];
  /** The reader's worktree has taken the change over from the trunk already. */
  readonly landed?: true;
};

export type Importer = {
  readonly path: string;
  /** The declarations that it takes from the file, by the names that they have there. */
  readonly names: ReadonlySet<string>;
  readonly readers: readonly Reader[];
};

/** Pure: where the read set of one worktree meets the write set of another. Takes time with the number of paths. */
export function pairCandidates(reads: ReadFiles, contenders: readonly Contender[]): readonly Candidate[] {
  const byPath = indexChanges(contenders.flatMap(({ name, changes }) => changes.map((change) => ({ name, change }))));
  return [...reads].flatMap(([reader, files]) => {
    const met = new Map<string, Set<OwnChange>>();
    return [...files.keys()].flatMap((path) =>
      (byPath.get(path) ?? []).flatMap(({ name, change }): readonly Candidate[] => {
        const known = met.get(name) ?? new Set<OwnChange>();
        met.set(name, known);
        // A file that was renamed is met under both of its names.
        if (name === reader || known.has(change)) return [];
        known.add(change);
        const readers = readersOf(files, change);
        return readers.length === 0 ? [] : [{ reader, readers, writer: { worktree: name }, change }];
      }),
    );
  });
}

/** Pure: where what was read in one worktree meets what the trunk changed. */
export function trunkCandidates(options: {
  readonly reads: ReadFiles;
  readonly reader: string;
  readonly trunk: string;
  readonly changes: readonly OwnChange[];
  /** Whether the worktree has taken them over. */
  readonly landed?: boolean;
}): readonly Candidate[] {
  const { reads, reader, trunk, changes, landed = false } = options;
  const files = reads.get(reader) ?? new Map<string, readonly Reader[]>();
  return changes.flatMap((change) => {
    const readers = readersOf(files, change);
    if (readers.length === 0) return [];
    return [{ reader, readers, writer: { trunk }, change, ...(landed ? { landed } : {}) }];
  });
}

/** Who read a file under any of its names: of each session the newest reading. */
function readersOf(files: ReadonlyMap<string, readonly Reader[]>, change: OwnChange): readonly Reader[] {
  const all = pathsOf(change)
    .flatMap((path) => files.get(path) ?? [])
    .filter(({ grade }) => grade !== 'named')
    .toSorted((a, b) => newestFirst(a.last, b.last));
  return all.filter(({ id }, at) => all.findIndex((one) => one.id === id) === at);
}

type Named = { readonly name: string; readonly change: OwnChange };

function indexChanges(changes: readonly Named[]): ReadonlyMap<string, readonly Named[]> {
  const index = new Map<string, Named[]>();
  for (const one of changes) {
    for (const path of pathsOf(one.change)) {
      const found = index.get(path);
      if (found === undefined) index.set(path, [one]);
      else found.push(one);
    }
  }
  return index;
}
