import { compare, newestFirst } from '../sessions/compare.ts';
import { findOwner, type Place } from '../sessions/owner.ts';
import type { ReadGrade, Session } from '../sessions/session.ts';

/** A session that looked at one file of a worktree. */
export type Reader = {
  readonly id: string;
  readonly grade: ReadGrade;
  readonly first: string | null;
  readonly last: string | null;
  /** What its last reading showed, where that was the whole file: its SHA-1 object id. */
  readonly oid?: string;
  /** It only knows what its origin read. */
  readonly inherited: boolean;
};

/** By the path of the worktree, then by the path inside, with `/`. */
export type ReadFiles = ReadonlyMap<string, ReadonlyMap<string, readonly Reader[]>>;

/**
 * Pure: sorts what sessions read by worktree and file. Whoever edited a file had it before its eyes, so an edit of its own counts
 * as a reading too.
 */
export function sortReads(options: {
  readonly sessions: readonly Session[];
  readonly worktrees: readonly Place[];
}): ReadFiles {
  const owner = findOwner(options.worktrees, true);
  const sorted = new Map(options.worktrees.map(({ path }) => [path, new Map<string, Map<string, Reader>>()]));
  const add = (absolute: string, reader: Reader): void => {
    const owned = owner(absolute);
    if (owned === null || owned.inside === '' || /(?:^|\/)\.git(?:\/|$)/u.test(owned.inside)) return;
    const files = sorted.get(owned.worktree) ?? new Map<string, Map<string, Reader>>();
    const readers = files.get(owned.inside) ?? new Map<string, Reader>();
    const other = readers.get(reader.id);
    readers.set(reader.id, other === undefined ? reader : joined(other, reader));
    files.set(owned.inside, readers);
  };
  for (const { id, reads = [], writes } of options.sessions) {
    for (const { path, first, last, grade, oid, inherited } of reads)
      add(path, { id, first, last, grade, ...(oid === undefined ? {} : { oid }), inherited: inherited === true });
    for (const { path, grade, at, writings = [] } of writes) {
      const own = writings.filter((writing) => writing.grade === 'certain').map((writing) => writing.at);
      const times = (own.length === 0 ? [at] : own).toSorted(newestFirst);
      if (grade === 'certain')
        add(path, { id, first: times.at(-1) ?? null, last: times[0] ?? null, grade: 'certain', inherited: false });
    }
  }
  return new Map(
    [...sorted].map(([worktree, files]) => [
      worktree,
      new Map(
        [...files].map(([path, readers]) => [
          path,
          [...readers.values()].toSorted((a, b) => newestFirst(a.last, b.last) || compare(a.id, b.id)),
        ]),
      ),
    ]),
  );
}

/** Pure: who read any of some files, each once. What was seen of them says nothing of another file, so it is left out. */
export function joinReaders(files: readonly { readonly readers: readonly Reader[] }[]): readonly Reader[] {
  const readers = new Map<string, Reader>();
  for (const { oid: _, ...one } of files.flatMap((file) => file.readers)) {
    const other = readers.get(one.id);
    readers.set(one.id, other === undefined ? one : joined(other, one));
  }
  return [...readers.values()].toSorted((a, b) => newestFirst(a.last, b.last) || compare(a.id, b.id));
}

const grades: readonly ReadGrade[] = ['certain', 'likely', 'named'];

/** Two accounts of one session, as of its reading and of its editing. A name that was listed is no reading. */
function joined(one: Reader, other: Reader): Reader {
  if (one.grade === 'named' || other.grade === 'named') return one.grade === 'named' ? other : one;
  const [newer, older] = newestFirst(one.last, other.last) <= 0 ? [one, other] : [other, one];
  return {
    id: newer.id,
    grade: grades.find((grade) => grade === one.grade || grade === other.grade) ?? 'likely',
    first: [one.first, other.first].toSorted(newestFirst).at(-1) ?? older.first,
    last: newer.last,
    ...(newer.oid === undefined ? {} : { oid: newer.oid }),
    inherited: one.inherited && other.inherited,
  };
}
