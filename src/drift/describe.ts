import type { Overlaps } from '../overlap/overlap.ts';
import { whoWrote } from '../overlap/who.ts';
import type { Written } from '../overlap/written.ts';
import type { Surveyed } from '../survey/surveyed.ts';
import type { Candidate } from './candidates.ts';
import type { Drift, DriftedSymbol, DriftEvidence, DriftWriter } from './drift.ts';
import { joinReaders } from './read-files.ts';
import type { Case, Settled } from './settle.ts';

/** Pure: what is told of a candidate, with the facts that it was decided by. */
export function describeDrift(options: {
  readonly candidate: Candidate;
  readonly one: Case;
  readonly settled: Settled;
  readonly commits: number | null;
  readonly symbols: readonly DriftedSymbol[] | null;
  readonly overlaps: Overlaps;
  readonly written: Written;
  readonly worktrees: readonly Surveyed[];
}): Drift {
  const { candidate, one, settled, commits, symbols } = options;
  const { reader, writer, change } = candidate;
  const { outcome, open } = settled;
  const through = candidate.through?.filter(({ names }) =>
    symbols?.some(({ name }) => names.has(name.split('.')[0] ?? name)),
  );
  const readers = through === undefined ? settled.readers : joinReaders(through);
  return {
    path: change.path,
    ...(change.from === undefined ? {} : { from: change.from }),
    reader: { worktree: reader, sessions: readers.map(({ id, grade, last }) => ({ id, grade, last })) },
    writer: { ...writer, sessions: writersOf(options) },
    ...(through === undefined ? {} : { through: through.map(({ path: importer }) => importer) }),
    outcome,
    ...(open ? { open } : {}),
    ...(commits === null || outcome !== 'lacks' ? {} : { commits }),
    ...(isConflict(options) ? { conflict: true } : {}),
    ...(symbols === null ? {} : { symbols }),
    evidence: evidenceOf(one, { outcome, readers, isThrough: through !== undefined }),
  };
}

type Asked = Parameters<typeof describeDrift>[0];

/** What landed on the trunk was written where its branch is checked out, as far as records here can tell. */
function writersOf({ candidate: { writer, change }, written, worktrees }: Asked): readonly DriftWriter[] {
  const name = 'trunk' in writer ? worktrees.find(({ branch }) => branch === writer.trunk)?.path : writer.worktree;
  if (name === undefined) return [];
  const { path, from } = change;
  const found = whoWrote({ written, worktree: name, path, ...(from === undefined ? {} : { from }) });
  return found.map(({ id, grade, at }) => ({ id, grade, last: at }));
}

function isConflict({ candidate: { reader, writer, change }, overlaps }: Asked): boolean {
  const other = 'trunk' in writer ? writer.trunk : writer.worktree;
  const pairs = 'trunk' in writer ? overlaps.trunk : overlaps.pairs;
  const pair = pairs.find(({ a, b }) => (a === reader && b === other) || (a === other && b === reader));
  const isHere = (path: string): boolean => path === change.path || path === change.from;
  return (
    pair?.files.some(({ level, path, also = [] }) => level === 'conflict' && [path, ...also].some(isHere)) === true
  );
}

function evidenceOf(
  { change, committed, file, written }: Case,
  { outcome, readers, isThrough }: Pick<Settled, 'outcome' | 'readers'> & { readonly isThrough: boolean },
): readonly DriftEvidence[] {
  const name = (oid: string | null): string => (oid === null ? 'no file' : oid.slice(0, 12));
  const both = `here ${name(file)}, there ${name(change.after)}, before ${name(change.before)}`;
  const last = committed === change.after ? '' : `, in the last commit there ${name(committed)}`;
  return [
    { source: 'git', says: `${both}${last}` },
    ...readers.map(({ last: at, oid, inherited }): DriftEvidence => {
      const seen = oid === undefined ? '' : `, which showed ${name(oid)}`;
      return {
        source: 'transcript',
        says: `${isThrough ? 'what imports it was ' : ''}${inherited ? 'read by its origin' : 'last read'} at ${at ?? 'an unknown time'}${seen}`,
      };
    }),
    ...(outcome === 'read-before' && written !== null
      ? [{ source: 'file', says: `written at ${written}` } as const]
      : []),
  ];
}
