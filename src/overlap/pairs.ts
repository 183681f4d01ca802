import { compareCommits, type Comparison } from './comparisons.ts';
import { findCandidates } from './candidates.ts';
import { pathsOf, type Contender, type OwnChange } from './contender.ts';
import { findMeetings, type Meeting } from './drafts.ts';
import type { Histories, Place } from './histories.ts';
import type { Doubt, Unchecked } from './overlap.ts';
import type { Touched } from './touched.ts';

/** Two contenders that git is asked about, with what each changed that the other does not have from it. */
export type Pair = {
  readonly a: Contender;
  readonly b: Contender;
  readonly changes: Readonly<Record<'a' | 'b', readonly OwnChange[]>>;
  readonly meetings: readonly Meeting[];
  /** Why git cannot be asked. */
  readonly doubt: Doubt | null;
  /** Whether one side can hold something of the trunk that the other has not: not where both left it at the same commit. */
  readonly inherits: boolean;
};

export type ChosenPairs = {
  readonly pairs: readonly Pair[];
  /** All pairs that git cannot be asked about, those without a common path included. */
  readonly unchecked: readonly Unchecked[];
};

/**
 * Chooses the pairs that could collide. Where one branch was made from another, what both share of it is no change of either:
 * one more process then, for all such pairs.
 */
export async function choosePairs(options: {
  readonly place: Place;
  readonly touched: Touched;
  readonly tips: ReadonlyMap<string, string>;
  readonly shallow: boolean;
  /** Name of a contender: only its pairs are of interest. */
  readonly focus: string | undefined;
}): Promise<ChosenPairs> {
  const { place, touched, tips, shallow, focus } = options;
  const { contenders, histories } = touched;
  const doubtOf = (a: Contender, b: Contender): Doubt | null => findDoubt({ a, b, histories, tips, shallow });
  const forkOf = ({ name }: Contender): string | null => histories.forks.get(tips.get(name) ?? '') ?? null;
  const candidates = findCandidates(contenders).flatMap(({ a, b }) => {
    const [left, right] = [contenders[a], contenders[b]];
    if (left === undefined || right === undefined || !isAsked(left, right, focus)) return [];
    const [base] = histories.ancestry.shared(tips.get(left.name) ?? '', tips.get(right.name) ?? '');
    return [{ a: left, b: right, base: base ?? null }];
  });
  const since = ({ name }: Contender, base: string): Comparison => ({ commit: tips.get(name) ?? base, base });
  const stacked = candidates.flatMap(({ a, b, base }) => (base === null ? [] : [since(a, base), since(b, base)]));
  const compared = await compareCommits(place, stacked);
  const narrowed = (side: Contender, base: string | null): readonly OwnChange[] =>
    base === null ? side.changes : narrow(side.changes, compared.changes(since(side, base)));
  const pairs = candidates.flatMap(({ a, b, base }): Pair[] => {
    const changes = { a: narrowed(a, base), b: narrowed(b, base) };
    if (base !== null && !canCollide(changes, a.renamesKnown && compared.renamesKnown)) return [];
    return [
      {
        a,
        b,
        changes,
        meetings: findMeetings(changes.a, changes.b),
        doubt: doubtOf(a, b),
        inherits: forkOf(a) !== forkOf(b),
      },
    ];
  });
  const unchecked = findUnchecked(contenders, (a, b) => (isAsked(a, b, focus) ? doubtOf(a, b) : null));
  return { pairs, unchecked };
}

function isAsked(a: Contender, b: Contender, focus: string | undefined): boolean {
  return focus === undefined || a.name === focus || b.name === focus;
}

function canCollide({ a, b }: Pair['changes'], renamesKnown: boolean): boolean {
  return findCandidates([a, b].map((changes) => ({ changes, renamesKnown }))).length > 0;
}

/** What changed since the base of both, without what only came in from the trunk meanwhile. */
function narrow(own: readonly OwnChange[], since: readonly OwnChange[] | null): readonly OwnChange[] {
  if (since === null) return own;
  const paths = new Set(own.flatMap(pathsOf));
  const unknown = own.filter(({ notCompared }) => notCompared === true);
  const listed = new Set(unknown.map(({ path }) => path));
  return [
    ...since.filter((change) => pathsOf(change).some((path) => paths.has(path)) && !listed.has(change.path)),
    ...unknown,
  ];
}

function findUnchecked(
  contenders: readonly Contender[],
  doubtOf: (a: Contender, b: Contender) => Doubt | null,
): readonly Unchecked[] {
  return contenders.flatMap((a, index) =>
    contenders.slice(index + 1).flatMap((b) => {
      const doubt = doubtOf(a, b);
      return doubt === null ? [] : [{ a: a.name, b: b.name, ...doubt }];
    }),
  );
}

/** The doubt about one that could only be listed, in the words of its snapshot. */
export function noSnapshot({ commit, reason: detail }: Contender): Doubt | null {
  if (commit !== null) return null;
  return { reason: 'no snapshot', ...(detail === null ? {} : { detail }) };
}

/** Two without a fork point on the trunk can have a commit in common only among their own. */
function findDoubt(options: {
  readonly a: Contender;
  readonly b: Contender;
  readonly histories: Histories;
  readonly tips: ReadonlyMap<string, string>;
  readonly shallow: boolean;
}): Doubt | null {
  const { a, b, histories, tips, shallow } = options;
  const listed = noSnapshot(a) ?? noSnapshot(b);
  if (listed !== null) return listed;
  const [left, right] = [tips.get(a.name) ?? '', tips.get(b.name) ?? ''];
  const known = [left, right].every((tip) => (histories.forks.get(tip) ?? null) !== null);
  if (known || histories.ancestry.shared(left, right).length > 0) return null;
  return { reason: shallow ? 'shallow' : 'unrelated' };
}
