import type { Entry } from '../git/commit-differences.ts';
import type { BlobPair, Hunk } from '../git/line-changes.ts';
import type { OwnChange } from './contender.ts';
import type { Draft } from './drafts.ts';
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

/** The pairs of blobs whose hunks `settleLevel` needs. */
export function blobPairsOf({ kind, a, b, twin }: Draft): readonly BlobPair[] {
  if (a === null || b === null) return [a, b].flatMap((change) => (change === null ? [] : ownPair(change)));
  if (kind === null && (twin !== undefined || isSame(a, b))) return [];
  return [...ownPair(a), ...ownPair(b), ...between(a, b), ...((a.before ?? b.before) ? [] : additions(a, b))];
}

/** Settles level and lines of a file. The hunks of both sides are compared on the newer of their bases. */
export function settleLevel(draft: Draft, lines: Lines): Settled {
  const { kind, a, b, twin } = draft;
  const note = a?.notCompared === true || b?.notCompared === true ? 'not compared' : null;
  const whole = { a: hunksOf(a, lines), b: hunksOf(b, lines) };
  const all = { a: linesOf(whole.a), b: linesOf(whole.b) };
  if (kind !== null) return settleConflict(draft, whole, lines);
  if (a === null || b === null || twin !== undefined || note !== null) return plain('file', all, note);
  if (isSame(a, b)) return plain('same', all);
  const met = meet(a, b, whole, lines, NEAR);
  if (met === null || (met.a.length === 0 && met.b.length === 0)) return plain('file', all);
  return plain('near', { a: linesOf(met.a), b: linesOf(met.b) });
}

type Both = Readonly<Record<'a' | 'b', readonly Hunk[]>>;

function settleConflict({ a, b }: Draft, whole: Both, lines: Lines): Settled {
  const all = { a: linesOf(whole.a), b: linesOf(whole.b) };
  const note = changesLineEndings(whole.a) || changesLineEndings(whole.b) ? 'line endings' : null;
  if (a === null || b === null) return { ...plain('conflict', all, note), viaTrunk: true };
  const [addition] = a.before === null && b.before === null ? additions(a, b) : [];
  const differences = addition === undefined ? null : lines(addition);
  if (differences !== null) {
    return plain('conflict', { a: linesOf(differences.map(turned)), b: linesOf(differences) }, note);
  }
  const met = meet(a, b, whole, lines, 0);
  if (met !== null && met.a.length > 0 && met.b.length > 0) {
    return plain('conflict', { a: linesOf(met.a), b: linesOf(met.b) }, note);
  }
  return { ...plain('conflict', all, note), viaTrunk: met !== null && meetsTrunk(a, b, whole, lines) };
}

function plain(level: OverlapLevel, lines: Settled['lines'], note: OverlapNote | null = null): Settled {
  return { level, viaTrunk: false, note, lines };
}

/** The hunks of either side that come within `distance` lines of the other's; `null` when there is nothing to compare by. */
function meet(a: OwnChange, b: OwnChange, whole: Both, lines: Lines, distance: number): Both | null {
  if (!isFile(a.before) || !isFile(b.before) || !isFile(a.after) || !isFile(b.after)) return null;
  if (originOf(a) !== originOf(b)) return null;
  const drift = driftBetween(a, b, lines);
  if (drift === null) return null;
  // Which of the two bases is the newer one is not known, nor needed: the lines of one are moved to the other.
  const moved = { a: moveHunks(whole.a, drift), b: whole.b };
  const own = { a: ownHunks(moved.a, moved.b), b: ownHunks(moved.b, moved.a) };
  return { a: hunksNear(own.a, own.b, distance), b: hunksNear(own.b, own.a, distance) };
}

/** Whether what the trunk did between both bases meets the change of one side: the other side inherited it. */
function meetsTrunk(a: OwnChange, b: OwnChange, whole: Both, lines: Lines): boolean {
  const drift = driftBetween(a, b, lines) ?? [];
  return hunksNear(whole.a, drift, 0).length > 0 || hunksNear(whole.b, drift.map(turned), 0).length > 0;
}

function driftBetween(a: OwnChange, b: OwnChange, lines: Lines): readonly Hunk[] | null {
  const [pair] = between(a, b);
  return pair === undefined ? [] : lines(pair);
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

function between(a: OwnChange, b: OwnChange): readonly BlobPair[] {
  if (originOf(a) !== originOf(b)) return [];
  const differ = isFile(a.before) && isFile(b.before) && a.before.oid !== b.before.oid;
  return differ ? [{ before: a.before.oid, after: b.before.oid }] : [];
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
  return a.after?.oid === b.after?.oid && a.after?.mode === b.after?.mode;
}

function turned(hunk: Hunk): Hunk {
  return { ...hunk, before: hunk.after, after: hunk.before };
}
