import { pathsOf, type Contender, type OwnChange } from '../overlap/contender.ts';
import type { Writer } from './drift.ts';
import type { Reader, ReadFiles } from './read-files.ts';

/** A file that was read in one worktree and changed in another, or on the trunk. */
export type Candidate = {
  readonly reader: string;
  readonly readers: readonly Reader[];
  readonly writer: Writer;
  readonly change: OwnChange;
  /** The file itself was not read, but these were, which import it. */
  readonly through?: readonly Importer[];
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
  return [...reads].flatMap(([reader, files]) =>
    [...files].flatMap(([path, readers]) => {
      const looked = readers.filter(({ grade }) => grade !== 'named');
      if (looked.length === 0) return [];
      return (byPath.get(path) ?? [])
        .filter(({ name }) => name !== reader)
        .map(({ name, change }): Candidate => ({ reader, readers: looked, writer: { worktree: name }, change }));
    }),
  );
}

/** Pure: where what was read in one worktree meets what the trunk changed since that worktree left it. */
export function trunkCandidates(options: {
  readonly reads: ReadFiles;
  readonly reader: string;
  readonly trunk: string;
  readonly changes: readonly OwnChange[];
}): readonly Candidate[] {
  const { reads, reader, trunk, changes } = options;
  const files = reads.get(reader) ?? new Map<string, readonly Reader[]>();
  return changes.flatMap((change) => {
    const readers = pathsOf(change)
      .flatMap((path) => files.get(path) ?? [])
      .filter(({ grade }) => grade !== 'named');
    return readers.length === 0 ? [] : [{ reader, readers, writer: { trunk }, change }];
  });
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
