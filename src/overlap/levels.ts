import { isSameEntry, type Entry } from '../git/entry.ts';
import type { BlobPair, Hunk } from '../git/line-changes.ts';
import type { OwnChange } from './contender.ts';
import type { Draft, Meeting } from './drafts.ts';
import { changesLineEndings, hunksNear, linesOf, moveHunks, NEAR, ownHunks } from './hunks.ts';
import type { Lines } from './lines.ts';
import type { OverlapLevel, OverlapNote } from './overlap.ts';

/** What is settled about a file: pure, from what git answered. */
export type Settled = {
  readonly level: OverlapLevel;
  readonly viaTrunk: boolean;
  readonly note: OverlapNote | null;
  /** The lines to show of each side. */
  readonly lines: Readonly<Record<'a' | 'b', readonly (readonly [number, number])[]>>;
};

/** The blob that the trunk has under a path; `null` when it has none. */
export type Pivot = (path: string) => string | null;

/** The pairs of blobs whose hunks `settleLevel` needs. */
export function blobPairsOf({ kind, a, b, twin }: Draft, pivot: Pivot): readonly BlobPair[] {
  if (a === null || b === null) return [a, b].flatMap((change) => (change === null ? [] : ownPair(change)));
  if (kind === null && (twin !== undefined || isSame(a, b))) return [];
  return [...ownPair(a), ...ownPair(b), ...ways(a, b, pivot), ...((a.before ?? b.before) ? [] : additions(a, b))];
}

/** Settles level and lines of a file. */
export function settleLevel(draft: Draft, lines: Lines, pivot: Pivot): Settled {
  const { kind, a, b, twin } = draft;
  const note = a?.notCompared === true || b?.notCompared === true ? 'not compared' : null;
  const whole = { a: hunksOf(a, lines), b: hunksOf(b, lines) };
  const all = { a: linesOf(whole.a), b: linesOf(whole.b) };
  if (kind !== null) return settleConflict(draft, whole, { lines, pivot });
  if (a === null || b === null || twin !== undefined || note !== null) return plain('file', all, note);
  if (isSame(a, b)) return plain('same', all);
  const met = meet({ a, b }, whole, { lines, pivot }, NEAR);
  if (met === null || (met.a.length === 0 && met.b.length === 0)) return plain('file', all);
  return plain('near', { a: linesOf(met.a), b: linesOf(met.b) });
}

type Both = Readonly<Record<'a' | 'b', readonly Hunk[]>>;

function settleConflict({ kind, a, b }: Draft, whole: Both, known: Known): Settled {
  const all = { a: linesOf(whole.a), b: linesOf(whole.b) };
  const note = changesLineEndings(whole.a) || changesLineEndings(whole.b) ? 'line endings' : null;
  if (a === null || b === null) return { ...plain('conflict', all, note), viaTrunk: true };
  const [addition] = a.before === null && b.before === null ? additions(a, b) : [];
  const differences = addition === undefined ? null : known.lines(addition);
  if (differences !== null) {
    return plain('conflict', { a: linesOf(differences.map(turned)), b: linesOf(differences) }, note);
  }
  const met = meet({ a, b }, whole, known, 0);
  if (met !== null && met.a.length > 0 && met.b.length > 0) {
    return plain('conflict', { a: linesOf(met.a), b: linesOf(met.b) }, note);
  }
  // The lines of both sides do not meet, so git found some that one of them inherited, if there was anything to inherit.
  const viaTrunk = kind === 'content' && met !== null && a.before?.oid !== b.before?.oid;
  return { ...plain('conflict', all, note), viaTrunk };
}

function plain(level: OverlapLevel, lines: Settled['lines'], note: OverlapNote | null = null): Settled {
  return { level, viaTrunk: false, note, lines };
}

type Known = { readonly lines: Lines; readonly pivot: Pivot };

/** The hunks of either side that come within `distance` lines of the other's; `null` when there is nothing to compare by. */
function meet({ a, b }: Meeting, whole: Both, { lines, pivot }: Known, distance: number): Both | null {
  if (!isFile(a.before) || !isFile(b.before) || !isFile(a.after) || !isFile(b.after)) return null;
  if (originOf(a) !== originOf(b)) return null;
  const [ours, theirs] = [a, b].map((change) => wayOf(change, meetingPoint(a, b, pivot)).map(lines));
  if (ours === undefined || theirs === undefined || [...ours, ...theirs].includes(null)) return null;
  const moved = { a: moveHunks(whole.a, ours[0] ?? []), b: moveHunks(whole.b, theirs[0] ?? []) };
  const own = { a: ownHunks(moved.a, moved.b), b: ownHunks(moved.b, moved.a) };
  return { a: hunksNear(own.a, own.b, distance), b: hunksNear(own.b, own.a, distance) };
}

/**
 * The version of the file on which the changes of two sides with different bases are compared: the trunk's, so that the number
 * of comparisons grows with the sides and not with the pairs; where the trunk has none, the base of one of them.
 */
function meetingPoint(a: OwnChange, b: OwnChange, pivot: Pivot): string | null {
  if (!isFile(a.before) || !isFile(b.before) || originOf(a) !== originOf(b)) return null;
  return a.before.oid === b.before.oid ? a.before.oid : (pivot(originOf(a)) ?? b.before.oid);
}

function ways(a: OwnChange, b: OwnChange, pivot: Pivot): readonly BlobPair[] {
  const point = meetingPoint(a, b, pivot);
  return [...wayOf(a, point), ...wayOf(b, point)];
}

function wayOf({ before }: OwnChange, point: string | null): readonly BlobPair[] {
  return before === null || point === null || before.oid === point ? [] : [{ before: before.oid, after: point }];
}

function hunksOf(change: OwnChange | null, lines: Lines): readonly Hunk[] {
  const [pair] = change === null ? [] : ownPair(change);
  return (pair === undefined ? null : lines(pair)) ?? [];
}

function ownPair({ before, after }: OwnChange): readonly BlobPair[] {
  return isFile(after) && (before === null || isFile(before))
    ? [{ before: before?.oid ?? null, after: after.oid }]
    : [];
}

function additions(a: OwnChange, b: OwnChange): readonly BlobPair[] {
  return isFile(a.after) && isFile(b.after) ? [{ before: a.after.oid, after: b.after.oid }] : [];
}

/** The path of the file that a change began with. */
function originOf({ from, path }: OwnChange): string {
  return from ?? path;
}

function isFile(entry: Entry | null): entry is Entry {
  return entry?.mode.startsWith('100') === true;
}

function isSame(a: OwnChange, b: OwnChange): boolean {
  if (a.path !== b.path || a.notCompared === true || b.notCompared === true) return false;
  return isSameEntry(a.after, b.after);
}

function turned(hunk: Hunk): Hunk {
  return { ...hunk, before: hunk.after, after: hunk.before };
}
