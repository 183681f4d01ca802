import { expect, test } from 'vitest';
import { parseCommitFacts } from '../../src/git/commit-facts.ts';
import { parseNested, parseStatus, type TrackedChange } from '../../src/git/status.ts';
import { hasMarkers } from '../../src/worktrees/snapshot/conflicts.ts';
import type { Look } from '../../src/worktrees/snapshot/look.ts';
import { isLasting, snapshotKey } from '../../src/worktrees/snapshot/memory.ts';
import { planSnapshot } from '../../src/worktrees/snapshot/plan.ts';
import { defaultLimits } from '../../src/worktrees/snapshot/observe.ts';
import { alternatesFile } from '../../src/worktrees/store/store.ts';

const A = 'a'.repeat(40);
const B = 'b'.repeat(40);

test('reads trees and dates of commits, whatever their messages say', () => {
  const commit = `tree ${A}\nparent ${B}\nauthor x <x@y> 5 +0000\ncommitter Z > é <z@y> 1767225660 +0530\n\ntree ${B}\ncommitter q <q> 9 +0000\n`;
  const size = Buffer.byteLength(commit);
  const output = `${A} commit ${size}\n${commit}\n${B} missing\n${B} tree 0\n\n${B} commit ${size}\n${commit}\n`;
  expect([...parseCommitFacts(Buffer.from(output))]).toEqual([
    [A, { tree: A, date: 1_767_225_660 }],
    [B, { tree: A, date: 1_767_225_660 }],
  ]);
  expect(parseCommitFacts(Buffer.from(`${A} commit 9999\ntree`)).size).toBe(0);
  expect(parseCommitFacts(Buffer.alloc(0)).size).toBe(0);
});

test('tells the repositories inside of a worktree from its untracked files', () => {
  const output = Buffer.from('# branch.oid (initial)\0? a\0? lib/inner/\0? odd\n/\0! b/\0? c/d\0');
  expect(parseNested(output)).toEqual(['lib/inner', 'odd\n']);
  expect(parseStatus(output).untracked).toEqual(['a', 'c/d']);
});

test('names the objects of the repository in a file that git reads back', () => {
  const lines = ['/a/b c/objects', '/with:colon', '/with"quote', '/new\nline', '/back\\slash', '#odd'];
  expect(lines.map((line) => alternatesFile(line).toString())).toEqual([
    '/a/b c/objects\n',
    '/with:colon\n',
    '"/with\\"quote"\n',
    '"/new\\nline"\n',
    '"/back\\\\slash"\n',
    '"#odd"\n',
  ]);
  expect(alternatesFile('/\udce9')).toEqual(Buffer.from([0x2f, 0xe9, 0x0a]));
});

test.each([
  ['<<<<<<< HEAD\nours\n=======\ntheirs\n>>>>>>> auth\n', true],
  ['text\r\n<<<<<<<<<< HEAD\r\nours\r\n==========\r\n>>>>>>>>>> auth\r\n', true],
  ['<<<<<<<\n>>>>>>>\n', true],
  ['settled by hand\n', false],
  ['<<<<<<< only one\n', false],
  ['  <<<<<<< HEAD\n  >>>>>>> quoted\n', false],
  ['<<<<<<<x\n>>>>>>>x\n', false],
  ['', false],
])('knows whether a file still has conflict markers: %j', (content, marked) => {
  expect(hasMarkers(Buffer.from(content))).toBe(marked);
});

const look = (path: string, some: Partial<Look> = {}): readonly [string, Look] => [
  path,
  { path, kind: 'file', size: 1, stamp: 's', changed: 0n, ...some },
];
const change = { staged: false, unstaged: true, unmerged: false, atHead: `100644 ${A}`, atIndex: `100644 ${A}` };
const changeOf = (path: string): TrackedChange => ({ ...change, path });

test('decides for every path whether it is staged, set, or left out with a reason', () => {
  const paths = ['plain', 'gone', 'behind', 'pipe', 'closed', 'sub'];
  const plan = planSnapshot({
    status: {
      head: A,
      tracked: [
        ...paths.map(changeOf),
        { ...change, path: 'staged', unstaged: false, staged: true },
        { ...change, path: 'marked', unmerged: true },
        { ...change, path: 'marked, theirs only', unmerged: true, atHead: null },
        { ...change, path: 'settled', unmerged: true },
      ],
      untracked: ['new', 'vanished', 'big', 'link', 'second', 'third', '.keepgoing/checkpoint.md', 'other/file'],
    },
    nested: ['other', 'lib'],
    worktrees: ['other'],
    looks: new Map([
      look('plain'),
      look('gone', { kind: 'gone' }),
      look('behind', { kind: 'behind-link' }),
      look('pipe', { kind: 'special' }),
      look('closed', { kind: 'unreadable' }),
      look('sub', { kind: 'directory' }),
      look('settled'),
      look('new'),
      look('vanished', { kind: 'gone' }),
      look('big', { size: 11 }),
      look('link', { kind: 'link' }),
      look('second'),
    ]),
    marked: new Set(['marked', 'marked, theirs only']),
    limits: { untrackedBytes: 10, untrackedFiles: 3, untrackedTotal: 100 },
  });
  expect(plan).toEqual({
    stage: ['plain', 'gone', 'sub', 'settled', 'new', 'link', 'second'],
    set: new Map([
      ['behind', null],
      ['marked', `100644 ${A}`],
      ['marked, theirs only', null],
    ]),
    skipped: [
      { path: 'pipe', reason: 'unreadable' },
      { path: 'closed', reason: 'unreadable' },
      { path: 'marked', reason: 'unmerged' },
      { path: 'marked, theirs only', reason: 'unmerged' },
      { path: 'big', reason: 'too-large', size: 11 },
      { path: 'third', reason: 'too-many' },
      { path: 'other', reason: 'nested-worktree' },
      { path: 'lib', reason: 'embedded-repository' },
    ],
    untracked: ['new', 'big', 'link', 'second', 'third'],
  });
});

test('limits the bytes of untracked files together', () => {
  const untracked = ['a', 'b', 'c'];
  const { stage, skipped } = planSnapshot({
    status: { head: A, tracked: [], untracked },
    nested: [],
    worktrees: [],
    looks: new Map(untracked.map((path, index) => look(path, { size: [60, 60, 40][index] ?? 0 }))),
    marked: new Set(),
    limits: { ...defaultLimits, untrackedTotal: 100 },
  });
  expect([stage, skipped]).toEqual([['a', 'c'], [{ path: 'b', reason: 'too-many', size: 60 }]]);
});

test('takes a snapshot for the same only when every part of it is', () => {
  const parts = { status: Buffer.from('1 a'), parents: [A], looks: new Map([look('a')]), rest: ['x'] };
  const keys = [
    parts,
    { ...parts, status: Buffer.from('1 b') },
    { ...parts, parents: [] },
    { ...parts, looks: new Map([look('a', { stamp: 't' })]) },
    { ...parts, looks: new Map([look('b')]) },
    { ...parts, rest: ['y'] },
  ].map(snapshotKey);
  expect(new Set(keys).size).toBe(keys.length);
  expect(snapshotKey({ ...parts, looks: new Map([look('a')]) })).toBe(keys[0]);
});

test('does not rely on the stamp of a file that changed a moment ago, nor on that of a directory', () => {
  const begun = 1_800_000_000_123_000_000n;
  const lasting = (some: Partial<Look>): boolean => isLasting(new Map([look('a', some)]), begun);
  expect([
    lasting({ changed: begun - 50_000_000n }),
    lasting({ changed: begun - 5_000_000n }),
    lasting({ changed: begun + 1n }),
    lasting({ changed: 1_800_000_000_000_000_000n }),
    lasting({ changed: 1_799_999_998_000_000_000n }),
    lasting({ kind: 'directory' }),
    isLasting(new Map(), begun),
  ]).toEqual([true, false, false, false, true, false, true]);
});
