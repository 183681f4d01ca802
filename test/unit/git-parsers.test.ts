import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseDifference } from '../../src/git/difference.ts';
import { parseDivergence } from '../../src/git/divergence.ts';
import { gitFailureLine } from '../../src/git/failure.ts';
import { parseCommits, isPlainRef, isRevision } from '../../src/git/porcelain.ts';
import { decodePath, encodePath, isText } from '../../src/git/path.ts';
import { isRefName, parseRefs, refsArgs } from '../../src/git/refs.ts';
import { parseRepository } from '../../src/git/repository.ts';
import { parseStatus } from '../../src/git/status.ts';
import { isAtLeast, parseVersion } from '../../src/git/version.ts';
import { parseWorktreeList } from '../../src/git/worktree-list.ts';
import { KgError } from '../../src/errors.ts';

const a = 'a'.repeat(40);
const b = 'b'.repeat(40);
const none = '0'.repeat(40);

/** Names that break parsers: separators of git's formats, options, patterns, and bytes that are no UTF-8. */
const hostile = [
  'a\nb',
  'a\tb',
  '"q"',
  "it's",
  '-n',
  '--',
  ' ',
  'a  b ',
  ':(top)',
  '*',
  '\\',
  '日本',
  '#',
  '? x',
  '1 x',
];
const anyName = fc
  .uint8Array({ minLength: 1, maxLength: 12 })
  .map((bytes) => Buffer.from(bytes.map((byte) => byte || 1)));

const z = (...records: readonly (string | Buffer)[]): Buffer =>
  Buffer.concat(records.flatMap((record) => [Buffer.from(record), Buffer.from([0])]));

test('a path is turned into text and back without losing a byte, and different paths stay different', () => {
  fc.assert(
    fc.property(fc.uint8Array(), fc.uint8Array(), (first, second) => {
      const [one, two] = [Buffer.from(first), Buffer.from(second)];
      expect(encodePath(decodePath(one)).equals(one)).toBe(true);
      expect(decodePath(one) === decodePath(two)).toBe(one.equals(two));
    }),
    { seed: 20_261_128 },
  );
  expect(decodePath(Buffer.from('größe/日本/😀'))).toBe('größe/日本/😀');
  const broken = Buffer.from([0x61, 0xe9, 0xf0, 0x9f, 0x98, 0x80, 0xed, 0xa0, 0x80, 0xf0, 0x9f]);
  expect(decodePath(broken)).toBe('a\udce9😀\udced\udca0\udc80\udcf0\udc9f');
  expect([isText('größe'), isText(decodePath(broken))]).toEqual([true, false]);
});

test('a worktree list keeps paths, reasons and what a later git may add apart', () => {
  const output = z(
    'worktree /a b\nc',
    `HEAD ${a}`,
    'branch refs/heads/feature/x',
    '',
    'worktree /bare',
    'bare',
    '',
    'worktree /detached',
    `HEAD ${b}`,
    'detached',
    'locked why\nnot',
    'prunable gitdir file points to non-existent location',
    '',
    'worktree /unborn',
    `HEAD ${none}`,
    'branch refs/heads/new',
    'locked',
    'flavour sweet',
    '',
  );
  expect(parseWorktreeList(output)).toMatchInlineSnapshot(`
    [
      {
        "bare": false,
        "branch": "feature/x",
        "head": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "path": "/a b
    c",
      },
      {
        "bare": true,
        "branch": null,
        "head": null,
        "path": "/bare",
      },
      {
        "bare": false,
        "branch": null,
        "head": "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
        "locked": "why
    not",
        "path": "/detached",
        "prunable": "gitdir file points to non-existent location",
      },
      {
        "bare": false,
        "branch": "new",
        "head": null,
        "locked": "",
        "path": "/unborn",
      },
    ]
  `);
  expect(parseWorktreeList(Buffer.alloc(0))).toEqual([]);
  fc.assert(
    fc.property(anyName, (name) => {
      const [entry] = parseWorktreeList(z(Buffer.concat([Buffer.from('worktree /'), name]), 'detached', ''));
      expect(entry?.path).toBe(`/${decodePath(name)}`);
    }),
  );
});

test('a status is read by position, whatever the names hold', () => {
  const output = z(
    `# branch.oid ${a}`,
    '# branch.head main',
    `1 .M N... 100644 100644 100644 ${a} ${a} edited`,
    `1 A. N... 000000 100644 100644 ${none} ${b} added`,
    `1 MD N... 100644 100644 000000 ${a} ${b} both`,
    `u UU N... 100644 100644 100755 100644 ${a} ${b} ${a} un merged`,
    '? untracked',
    '? nested/',
    '! ignored',
  );
  expect(parseStatus(output)).toMatchInlineSnapshot(`
    {
      "head": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
      "tracked": [
        {
          "atHead": "100644 aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
          "atIndex": "100644 aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
          "path": "edited",
          "staged": false,
          "unmerged": false,
          "unstaged": true,
        },
        {
          "atHead": null,
          "atIndex": "100644 bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
          "path": "added",
          "staged": true,
          "unmerged": false,
          "unstaged": false,
        },
        {
          "atHead": "100644 aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
          "atIndex": "100644 bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
          "path": "both",
          "staged": true,
          "unmerged": false,
          "unstaged": true,
        },
        {
          "atHead": "100644 bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
          "atIndex": null,
          "path": "un merged",
          "staged": true,
          "unmerged": true,
          "unstaged": true,
        },
      ],
      "untracked": [
        "untracked",
      ],
    }
  `);
  expect(parseStatus(z('# branch.oid (initial)', '# branch.head main'))).toEqual({
    head: null,
    tracked: [],
    untracked: [],
  });
  for (const name of hostile) {
    const status = parseStatus(z(`1 .M N... 100644 100644 100644 ${a} ${a} ${name}`, `? ${name}`));
    expect([status.tracked[0]?.path, status.untracked[0]]).toEqual([name, name]);
  }
});

test('differences join their kinds with their counts, renames and binaries included', () => {
  const output = z(
    `:100644 100644 ${a} ${b} M`,
    'edited',
    `:000000 100644 ${none} ${b} A`,
    'added',
    `:100644 000000 ${a} ${none} D`,
    'deleted',
    `:100644 100644 ${a} ${b} R087`,
    'old',
    'new',
    `:100644 120000 ${a} ${b} T`,
    'type',
    `:100644 100644 ${a} ${none} M`,
    'binary',
    `:100644 100644 ${a} ${none} M`,
    'touched',
    `:000000 000000 ${none} ${none} U`,
    'unmerged',
    '1\t2\tedited',
    '3\t0\tadded',
    '0\t4\tdeleted',
    '5\t6\t',
    'old',
    'new',
    '1\t9\ttype',
    '-\t-\tbinary',
    '0\t0\tunmerged',
  );
  expect(parseDifference(output)).toMatchInlineSnapshot(`
    [
      {
        "added": 1,
        "before": "100644 aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "change": "modified",
        "deleted": 2,
        "path": "edited",
      },
      {
        "added": 3,
        "before": null,
        "change": "added",
        "deleted": 0,
        "path": "added",
      },
      {
        "added": 0,
        "before": "100644 aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "change": "deleted",
        "deleted": 4,
        "path": "deleted",
      },
      {
        "added": 5,
        "before": "100644 aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "change": "renamed",
        "deleted": 6,
        "from": "old",
        "path": "new",
      },
      {
        "added": 1,
        "before": "100644 aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "change": "type",
        "deleted": 9,
        "path": "type",
      },
      {
        "added": null,
        "before": "100644 aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "change": "modified",
        "deleted": null,
        "path": "binary",
      },
    ]
  `);
  for (const name of [...hostile, ':100644']) {
    const read = parseDifference(
      z(`:100644 100644 ${a} ${b} R100`, name, `new ${name}`, '1\t2\t', name, `new ${name}`),
    );
    expect(read).toMatchObject([{ path: `new ${name}`, from: name, added: 1, deleted: 2 }]);
    expect(parseDifference(z(`:100644 100644 ${a} ${b} M`, name, `1\t2\t${name}`))).toMatchObject([
      { path: name, added: 1 },
    ]);
  }
  expect(parseDifference(Buffer.alloc(0))).toEqual([]);
});

test('a divergence is counted by side, with the border', () => {
  expect(parseDivergence(Buffer.from(`<${a}\n>${b}\n>${a}\n-${b}\n`))).toEqual({ left: 1, right: 2, boundary: [b] });
  expect(parseDivergence(Buffer.alloc(0))).toEqual({ left: 0, right: 0, boundary: [] });
});

test('refs come with what they track', () => {
  const output = Buffer.from(
    [
      `refs/heads/main\0${a}\0\0refs/remotes/origin/main\0ahead 2, behind 13`,
      `refs/heads/gone\0${a}\0\0refs/remotes/origin/gone\0gone`,
      `refs/remotes/origin/HEAD\0${b}\0refs/remotes/origin/main\0\0`,
      '',
    ].join('\n'),
  );
  expect(parseRefs(output)).toMatchInlineSnapshot(`
    [
      {
        "ahead": 2,
        "behind": 13,
        "name": "refs/heads/main",
        "oid": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "target": null,
        "upstream": "refs/remotes/origin/main",
      },
      {
        "ahead": 0,
        "behind": 0,
        "name": "refs/heads/gone",
        "oid": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "target": null,
        "upstream": null,
      },
      {
        "ahead": 0,
        "behind": 0,
        "name": "refs/remotes/origin/HEAD",
        "oid": "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
        "target": "refs/remotes/origin/main",
        "upstream": null,
      },
    ]
  `);
});

test('only names that can be refs are asked for', () => {
  const names = ['refs/heads/main', 'refs/heads/größe', 'refs/heads/feature/-x'];
  expect(names.filter((name) => isRefName(name))).toEqual(names);
  const refused = [
    'main',
    '--all',
    'refs/heads/a*',
    'refs/heads/a..b',
    'refs/heads/a b',
    'refs/heads/a\n',
    'refs/heads/',
    'refs/heads/x.lock',
    'refs/heads/@{u}',
  ];
  expect(refused.filter((name) => isRefName(name))).toEqual([]);
  expect(refsArgs(refused)).toBe(null);
});

test('a ref of a person that means more than one name is refused', () => {
  expect(['main', 'feature/a-b', a, 'v1.0', 'HEAD'].filter((ref) => !isPlainRef(ref))).toEqual([]);
  expect(
    ['-n', '', 'a..b', '^a', 'a^', 'a~1', ':a', 'a:b', '@{u}', 'a@{1}', 'a b', 'a*', '@'].filter((ref) =>
      isPlainRef(ref),
    ),
  ).toEqual([]);
});

test('a person may count back from a ref, and from its upstream', () => {
  const taken = ['main', 'HEAD~1', 'main^2~3', '@', '@^', '@{u}', '@{upstream}~2', 'feature/a@{u}'];
  expect(taken.filter((text) => !isRevision(text))).toEqual([]);
  const refused = [
    '',
    '-n',
    '~1',
    '^main',
    'a..b',
    'a^{tree}',
    'a^{/x}',
    ':/x',
    'a:b',
    'a@{1}',
    '@{-1}',
    '-x~1',
    'a b~1',
    '@{u}x',
  ];
  expect(refused.filter((text) => isRevision(text))).toEqual([]);
});

test('a repository is told from what git printed, also when the paths hold newlines', () => {
  const read = (text: string): unknown => parseRepository(Buffer.from(text));
  expect(read('/a/.git\nfalse\ntrue\n/a\n')).toEqual({ commonDirectory: '/a/.git', topLevel: '/a', bare: false });
  expect(read('/a.git\ntrue\nfalse\n')).toEqual({ commonDirectory: '/a.git', topLevel: null, bare: true });
  expect(read('/a\nb/.git\nfalse\ntrue\n/a\nb\n')).toEqual({
    commonDirectory: '/a\nb/.git',
    topLevel: '/a\nb',
    bare: false,
  });
  expect(read('--path-format=absolute\n.git\nfalse\ntrue\n/a\n')).toBe(null);
  expect(read('')).toBe(null);
});

test('versions compare by number', () => {
  expect(
    ['git version 2.39.5', 'git version 2.50.1 (Apple Git-155)', 'git version 2.44.0.windows.1', 'nonsense'].map(
      parseVersion,
    ),
  ).toEqual(['2.39.5', '2.50.1', '2.44.0', null]);
  expect(['2.36', '2.36.1', '2.100', '3.0'].every((version) => isAtLeast(version, '2.36'))).toBe(true);
  expect(['2.35.9', '2.4', '1.99'].some((version) => isAtLeast(version, '2.36'))).toBe(false);
});

test('commits are four fields each, and a time that no date can hold is kept', () => {
  const output = [a, '2026-01-01T10:00:00+02:00', 'Ada', 'one', b, '99999999-99', 'B', '', ''].join('\0');
  expect(parseCommits(output)).toEqual([
    { oid: a, at: '2026-01-01T08:00:00.000Z', author: 'Ada', subject: 'one' },
    { oid: b, at: '99999999-99', author: 'B', subject: '' },
  ]);
  expect(parseCommits('')).toEqual([]);
});

test('a failure of git is one line without control characters; other errors are not its business', () => {
  const failed = (details: Readonly<Record<string, unknown>>): string | null =>
    gitFailureLine(new KgError('GIT_FAILED', { command: 'status', exitCode: 128, ...details }));
  expect(failed({ stderr: 'error: x\nfatal: \u001B[31mbad\u0007 index' })).toBe('fatal:  [31mbad  index');
  expect(failed({ stderr: 'error: x' })).toBe('error: x');
  expect(failed({ stderr: '' })).toBe('git status failed with exit code 128');
  expect(failed({ timedOut: true })).toBe('git status took too long and was ended');
  expect([gitFailureLine(new KgError('GIT_MISSING')), gitFailureLine(new Error('x'))]).toEqual([null, null]);
});
