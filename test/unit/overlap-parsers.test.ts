import { describe, expect, test } from 'vitest';
import { parseCommitDifferences } from '../../src/git/commit-differences.ts';
import { makeTreesInput, parseLineChanges } from '../../src/git/line-changes.ts';
import { parseMergeTree } from '../../src/git/merge-tree.ts';
import { parseObjects } from '../../src/git/objects.ts';

const oid = (digit: string): string => digit.repeat(40);
const zero = (...fields: readonly string[]): Buffer =>
  Buffer.from(fields.map((field) => `${field}\0`).join(''), 'latin1');

describe('parseMergeTree', () => {
  const clean = ['1', oid('a'), '', '1', 'f', 'Auto-merging', 'Auto-merging f\n', ''];
  const conflict = [
    '0',
    oid('b'),
    `100644 ${oid('1')} 1\tf`,
    `100644 ${oid('2')} 2\tf`,
    '',
    '1',
    'f',
    'CONFLICT (modify/delete)',
    'CONFLICT (modify/delete): f deleted\n',
    '',
  ];
  const told = {
    clean: false,
    tree: oid('b'),
    stages: [
      { path: 'f', mode: '100644', oid: oid('1'), stage: 1 },
      { path: 'f', mode: '100644', oid: oid('2'), stage: 2 },
    ],
    conflicts: [{ type: 'CONFLICT (modify/delete)', paths: ['f'] }],
  };

  test('reads several answers, clean and not', () => {
    expect(parseMergeTree(zero(...clean, ...conflict, ...clean))).toEqual([
      { clean: true, tree: oid('a'), stages: [], conflicts: [] },
      told,
      { clean: true, tree: oid('a'), stages: [], conflicts: [] },
    ]);
  });
  test('takes the advice about submodules, which git prints in plain text, for the end of an answer', () => {
    const advised = [
      ...conflict.slice(0, 9),
      'Recursive merging with submodules currently only supports trivial cases.\n',
    ];
    expect(parseMergeTree(zero(...advised, ...clean))).toHaveLength(2);
  });
  test('keeps bytes that are no text apart', () => {
    const paths = parseMergeTree(zero(...conflict.with(6, 'caf\u00e9'))).flatMap(
      ({ conflicts }) => conflicts[0]?.paths,
    );
    expect(paths).toEqual(['caf\udce9']);
  });
  test('answers less when git ended early', () => {
    expect(parseMergeTree(zero(...clean, ...conflict.slice(0, 7)))).toHaveLength(1);
    expect(parseMergeTree(Buffer.alloc(0))).toEqual([]);
  });
  test.each([
    ['a status', conflict.with(0, '2')],
    ['a tree', conflict.with(1, 'tree')],
    ['a stage', conflict.with(2, `100644 ${oid('1')} 4\tf`)],
  ])('refuses %s that it does not know', (_, fields) => {
    expect(() => parseMergeTree(zero(...fields))).toThrow('GIT_FAILED');
  });
});

test('parseCommitDifferences parts the answers, empty ones too', () => {
  const modified = `:100644 100644 ${oid('1')} ${oid('2')} M`;
  const renamed = `:100644 100755 ${oid('1')} ${oid('2')} R090`;
  const output = zero(oid('a'), modified, 'f', oid('b'), oid('a'), renamed, 'old', 'new');
  expect(parseCommitDifferences(output, 3)).toEqual([
    [
      {
        path: 'f',
        change: 'modified',
        before: { mode: '100644', oid: oid('1') },
        after: { mode: '100644', oid: oid('2') },
      },
    ],
    [],
    [
      {
        path: 'new',
        from: 'old',
        change: 'renamed',
        before: { mode: '100644', oid: oid('1') },
        after: { mode: '100755', oid: oid('2') },
      },
    ],
  ]);
  expect(() => parseCommitDifferences(output, 4)).toThrow('GIT_FAILED');
});

test('parseLineChanges counts the lines of a hunk, whatever is in them', () => {
  const patch = [
    'diff --git 0 0',
    'index 1..2 100644',
    '--- 0',
    '+++ 0',
    '@@ -2 +2,2 @@ line 1',
    '-diff --git 7 7',
    '\\ No newline at end of file',
    '+@@ -1 +1 @@',
    '+diff --git 8 8',
    '@@ -9,2 +10,0 @@',
    '-gone',
    '--- 1',
    'diff --git 3 3',
    'new file mode 100644',
    'Binary files /dev/null and 3 differ',
    'diff --git 4 4',
    '@@ -1,2 +1,2 @@',
    '-one',
    '-two',
    '+one\r',
    '+two\r',
    '',
  ].join('\n');
  const changes = parseLineChanges(Buffer.from(patch));
  const told = [...changes].map(([index, hunks]) => [
    index,
    hunks?.map(({ before, after, lineEndings }) => ({ before, after, lineEndings })) ?? null,
  ]);
  expect(told).toEqual([
    [
      0,
      [
        { before: { start: 1, end: 2 }, after: { start: 1, end: 3 }, lineEndings: false },
        { before: { start: 8, end: 10 }, after: { start: 10, end: 10 }, lineEndings: false },
      ],
    ],
    [3, null],
    [4, [{ before: { start: 0, end: 2 }, after: { start: 0, end: 2 }, lineEndings: true }]],
  ]);
});

test('makeTreesInput numbers the blobs and leaves out what is not there', () => {
  const input = makeTreesInput([
    { before: oid('1'), after: oid('2') },
    { before: null, after: oid('3') },
  ]);
  expect(input.replaceAll('\0', '|')).toBe(
    `100644 blob ${oid('1')}\t0||100644 blob ${oid('2')}\t0|100644 blob ${oid('3')}\t1||`,
  );
});

test('parseObjects finds its way past missing objects and contents that look like answers', () => {
  const names = ['a:f', 'a:new\nline', 'a:g'].map((name) => Buffer.from(name));
  const content = `${oid('9')} blob 3\n`;
  const output = `${oid('1')} blob ${content.length}\n${content}\na:new\nline missing\n${oid('2')} blob 0\n\n`;
  expect(parseObjects(Buffer.from(output), names).map((one) => one?.toString() ?? null)).toEqual([content, null, '']);
});
