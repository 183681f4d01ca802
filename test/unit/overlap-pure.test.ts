import { describe, expect, test } from 'vitest';
import type { Problem, ProblemCode } from '../../src/errors.ts';
import type { Hunk } from '../../src/git/line-changes.ts';
import { readAncestry } from '../../src/overlap/ancestry.ts';
import { findCandidates } from '../../src/overlap/candidates.ts';
import { findConflicts } from '../../src/overlap/conflicts.ts';
import type { OwnChange } from '../../src/overlap/contender.ts';
import { fileClass } from '../../src/overlap/file-class.ts';
import { gapBetween, linesOf, moveHunks } from '../../src/overlap/hunks.ts';
import { findRegions } from '../../src/overlap/three-way.ts';
import { overlapProblems } from '../../src/survey/overlap-problems.ts';
import { snapshotOfCommit } from '../helpers/agreement.ts';

/** `M path`, `A path`, `D path` or `R from to`. */
function change(text: string): OwnChange {
  const [letter = '', first = '', second] = text.split(' ');
  const entry = { mode: '100644', oid: 'f'.repeat(40) };
  switch (letter) {
    case 'A':
      return { path: first, change: 'added', before: null, after: entry };
    case 'D':
      return { path: first, change: 'deleted', before: entry, after: null };
    case 'R':
      return { path: second ?? '', from: first, change: 'renamed', before: entry, after: entry };
    default:
      return { path: first, change: 'modified', before: entry, after: entry };
  }
}

function candidates(sides: readonly (readonly string[])[], renamesKnown = true): readonly string[] {
  const contenders = sides.map((changes) => ({ changes: changes.map(change), renamesKnown }));
  return findCandidates(contenders).map(({ a, b }) => `${a}-${b}`);
}

describe('findCandidates', () => {
  test('pairs what shares a path, at both ends of a rename', () => {
    expect(candidates([['M a', 'M b'], ['M b'], ['R b c'], ['M c'], ['M d']])).toEqual(['0-1', '0-2', '1-2', '2-3']);
  });
  test('pairs a file with what lies below its name', () => {
    expect(candidates([['A a/b'], ['A a/b/c/d'], ['A a/bc']])).toEqual(['0-1']);
  });
  test('pairs names that a file system could fold into one', () => {
    expect(candidates([['A src/Foo.ts'], ['A SRC/foo.ts'], ['A caf\u00e9'], ['A cafe\u0301']])).toEqual(['0-1', '2-3']);
  });
  test('pairs a renamed directory with new files in it, also where only the directory around it was renamed', () => {
    expect(candidates([['R old/a new/a'], ['A old/b'], ['A new/b'], ['M old/c']])).toEqual(['0-1']);
    expect(candidates([['R src/x/a lib/x/a'], ['A src/y/b']])).toEqual(['0-1']);
    expect(candidates([['R src/x/a src/y/a'], ['A src/z/b']])).toEqual([]);
  });
  test('takes every removal for a rename where renames are not known', () => {
    expect(candidates([['D old/a', 'A new/a'], ['A old/b']])).toEqual([]);
    expect(candidates([['D old/a', 'A new/a'], ['A old/b']], false)).toEqual(['0-1']);
    const many = Array.from({ length: 1001 }, (_, at) => [`D old/${at}/index`, `A new/${at}/index`]).flat();
    expect(candidates([many, ['A old/7/b']])).toEqual(['0-1']);
    expect(candidates([many.slice(0, 2000), ['A old/7/b']])).toEqual([]);
  });
});

describe('readAncestry', () => {
  // b2 - b1 - a1 - (trunk t1); c1 rests on t1 and t2; root is unrelated.
  const history = new Map([
    ['b2', ['b1']],
    ['b1', ['a1']],
    ['a1', ['t1']],
    ['c1', ['t1', 't2']],
    ['root', []],
  ]);
  const ancestry = readAncestry(history, ['b2', 'b1', 'a1', 'c1', 'root', 't1']);

  test('finds what a tip has of its own and what that rests on', () => {
    expect([...ancestry.own('b2')]).toEqual(['b2', 'b1', 'a1']);
    expect(ancestry.borders('b2')).toEqual(['t1']);
    expect(ancestry.borders('c1')).toEqual(['t1', 't2']);
    expect(ancestry.borders('root')).toEqual([]);
    expect(ancestry.borders('t1')).toEqual(['t1']);
  });
  test('finds the newest commits that two tips share', () => {
    expect(ancestry.shared('b2', 'a1')).toEqual(['a1']);
    expect(ancestry.shared('b2', 'b1')).toEqual(['b1']);
    expect(ancestry.shared('b2', 'c1')).toEqual([]);
  });
});

describe('findConflicts', () => {
  const oid = '1'.repeat(40);
  const other = '2'.repeat(40);
  test('turns back the names that git gives where one is taken, and joins what is about one file', () => {
    const conflicts = [
      { type: 'CONFLICT (file/directory)', paths: [`p~${oid}`, 'p'] },
      { type: 'CONFLICT (modify/delete)', paths: [`p~${oid}`] },
    ];
    const stages = [{ path: `p~${oid}`, mode: '100644', oid: other, stage: 2 as const }];
    expect(findConflicts({ clean: false, stages, conflicts }, [oid, other])).toEqual([
      { kind: 'file/directory', path: 'p', paths: ['p'] },
    ]);
  });
  test('leaves a tilde alone that is part of a name', () => {
    const conflicts = [{ type: 'CONFLICT (contents)', paths: ['p~backup'] }];
    expect(findConflicts({ clean: false, stages: [], conflicts }, [oid])).toMatchObject([{ path: 'p~backup' }]);
  });
  test('does not overlook a conflict that git lists without a word, nor one of a kind it does not know', () => {
    const stages = [1, 2, 3].map((stage) => ({ path: 'f', mode: '100644', oid, stage: stage === 1 ? 1 : 2 }) as const);
    expect(findConflicts({ clean: false, stages, conflicts: [] }, [])).toMatchObject([{ kind: 'content', path: 'f' }]);
    const conflicts = [{ type: 'CONFLICT (of the future)', paths: ['g'] }];
    expect(findConflicts({ clean: false, stages: [], conflicts }, [])).toMatchObject([{ kind: 'other', path: 'g' }]);
  });
});

function hunk(before: readonly [number, number], after: readonly [number, number], digest = 'x'): Hunk {
  const [from, to] = before;
  const [start, end] = after;
  return { before: { start: from, end: to }, after: { start, end }, digest, lineEndings: false };
}

describe('hunks', () => {
  test('count unchanged lines between them; an insertion has a place and no lines', () => {
    expect(gapBetween({ start: 4, end: 5 }, { start: 5, end: 6 })).toBe(0);
    expect(gapBetween({ start: 6, end: 7 }, { start: 4, end: 5 })).toBe(1);
    expect(gapBetween({ start: 3, end: 3 }, { start: 4, end: 5 })).toBe(1);
    expect(gapBetween({ start: 2, end: 9 }, { start: 4, end: 5 })).toBeLessThan(0);
  });
  test('tell their lines as people count them, a removal by the line before it', () => {
    expect(linesOf([hunk([0, 1], [0, 2]), hunk([4, 6], [5, 5]), hunk([8, 9], [7, 9])])).toEqual([
      [1, 2],
      [5, 5],
      [8, 9],
    ]);
    expect(linesOf([hunk([0, 3], [0, 0])])).toEqual([[1, 1]]);
  });
  test('move to another base: behind added lines, and into what was itself changed', () => {
    const between = [hunk([2, 2], [2, 5]), hunk([10, 12], [13, 14])];
    const moved = moveHunks([hunk([0, 1], [0, 1]), hunk([4, 5], [4, 5]), hunk([11, 13], [0, 1])], between);
    expect(moved.map(({ before }) => before)).toEqual([
      { start: 0, end: 1 },
      { start: 7, end: 8 },
      { start: 13, end: 15 },
    ]);
  });
  test('of both sides make one stretch where they overlap or touch', () => {
    const regions = findRegions(
      [hunk([2, 3], [2, 4]), hunk([8, 9], [9, 10])],
      [hunk([3, 5], [3, 4]), hunk([12, 12], [11, 13])],
    );
    expect(regions).toEqual([
      { base: { start: 2, end: 5 }, a: { start: 2, end: 6 }, b: { start: 2, end: 4 }, changed: 'both' },
      { base: { start: 8, end: 9 }, a: { start: 9, end: 10 }, b: { start: 7, end: 8 }, changed: 'a' },
      { base: { start: 12, end: 12 }, a: { start: 13, end: 13 }, b: { start: 11, end: 13 }, changed: 'b' },
    ]);
  });
});

test('fileClass tells by the path what a conflict means for the work', () => {
  const told = [
    'src/user.ts',
    'test/user.ts',
    'src/user.spec.tsx',
    'pkg/user_test.go',
    'package.json',
    'crates/x/Cargo.toml',
    'Cargo.lock',
    'web/pnpm-lock.yaml',
    'dist/app.js',
    'api/user.pb.go',
    'CHANGELOG.md',
    'docs/guide/intro.png',
    'contest/latest.ts',
  ].map((path) => `${fileClass(path)} ${path}`);
  expect(told).toMatchInlineSnapshot(`
    [
      "source src/user.ts",
      "test test/user.ts",
      "test src/user.spec.tsx",
      "test pkg/user_test.go",
      "manifest package.json",
      "manifest crates/x/Cargo.toml",
      "lockfile Cargo.lock",
      "lockfile web/pnpm-lock.yaml",
      "generated dist/app.js",
      "generated api/user.pb.go",
      "docs CHANGELOG.md",
      "docs docs/guide/intro.png",
      "source contest/latest.ts",
    ]
  `);
});

test('a worktree that cannot be read is one problem, and one that nobody asked about is none', () => {
  const about = (worktree: string, code: ProblemCode): Problem => ({ code, message: 'm', worktree });
  const problems = [about('/a', 'WORKTREE_UNREADABLE'), about('/b', 'LINES_NOT_COUNTED')];
  const snapshots = ['/a', '/b', '/c'].map((worktree) =>
    Object.assign(snapshotOfCommit(worktree, 'f'.repeat(40)), { problems: [about(worktree, 'SNAPSHOT_FAILED')] }),
  );
  const overlaps = { checked: 0, unchecked: [], pairs: [], trunk: [], problems: [] };
  const told = (...worktrees: readonly string[]) =>
    overlapProblems({ survey: { problems }, found: { overlaps, snapshots }, worktrees }).map(
      ({ code, worktree }) => `${worktree} ${code}`,
    );
  expect(told()).toEqual(['/a WORKTREE_UNREADABLE', '/b SNAPSHOT_FAILED', '/c SNAPSHOT_FAILED']);
  expect(told('/b', '/a')).toEqual(['/a WORKTREE_UNREADABLE', '/b SNAPSHOT_FAILED']);
});
