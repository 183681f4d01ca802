import { expect, test } from 'vitest';
import { checkConfig, checkVariable, variablesIn } from '../../src/config/check.ts';
import { parseConfigText } from '../../src/config/text.ts';

function check(text: string, by: 'repository' | 'user' = 'user') {
  const { tree, faults } = parseConfigText(text);
  return faults.length > 0 ? faults : checkConfig(tree, by);
}

function faultsOf(text: string) {
  const checked = check(text);
  return 'faults' in checked ? checked.faults : checked;
}

test('YAML and JSON say the same, with tabs, byte order mark, comments or none', () => {
  const texts = [
    'trunk: develop\nlist:\n  sort: branch\nprojects: [~/a, /b]\n',
    '\uFEFFtrunk: "develop" # ours\n\nlist: { sort: branch }\nprojects:\n- ~/a\n- "/b"\n',
    '{\n\t"trunk": "develop",\n\t"list": { "sort": "branch" },\n\t"projects": ["~\\/a", "/b"]\n}',
  ];
  for (const text of texts) {
    expect(check(text)).toEqual({
      values: new Map<string, unknown>([
        ['trunk', 'develop'],
        ['list.sort', 'branch'],
        ['projects', ['~/a', '/b']],
      ]),
      faults: [],
      ignored: [],
    });
  }
});

test('a file that says nothing sets nothing', () => {
  for (const text of ['', '# nothing\n', '{}', 'null', 'list:\n', 'list:\n  sort:\ntrunk: ~\nprojects:\n  # - /a\n']) {
    expect([text, check(text)]).toEqual([text, { values: new Map(), faults: [], ignored: [] }]);
  }
});

test('all faults of a file are named with place, found and expected value, and the nearest name', () => {
  expect(
    faultsOf(
      'trnk: main\nlist:\n  sort: ned\n  order: branch\n  finishedAfter: 24\nprojects:\n  - /a\n  - b\ntrunk: [a]\n',
    ),
  ).toMatchInlineSnapshot(`
    [
      {
        "column": 1,
        "expected": [
          "trunk",
          "projects",
          "claude",
          "list",
          "hook",
          "checkpoints",
          "check",
          "git",
          "tray",
        ],
        "key": "trnk",
        "line": 1,
        "nearest": "trunk",
        "reason": "unknown-key",
      },
      {
        "column": 9,
        "expected": [
          "need",
          "activity",
          "branch",
          "path",
        ],
        "key": "list.sort",
        "line": 3,
        "nearest": "need",
        "reason": "bad-value",
        "value": "ned",
      },
      {
        "column": 3,
        "expected": [
          "sort",
          "finishedAfter",
        ],
        "key": "list.order",
        "line": 4,
        "reason": "unknown-key",
      },
      {
        "column": 18,
        "expected": "a duration from 0s to 3650d, such as 24h",
        "key": "list.finishedAfter",
        "line": 5,
        "reason": "bad-value",
        "value": 24,
      },
      {
        "column": 5,
        "expected": "a list of directories, each absolute or beginning with ~/",
        "key": "projects",
        "line": 8,
        "reason": "bad-value",
        "value": "b",
      },
      {
        "column": 8,
        "expected": "a branch name, in quotes when it looks like a number",
        "key": "trunk",
        "line": 9,
        "reason": "bad-value",
        "value": "a list",
      },
    ]
  `);
});

test('a mapping where a value belongs, and a value where a mapping belongs', () => {
  expect(faultsOf('list: need\ntrunk: { a: 1 }\nprojects: [{ a: 1 }]\n')).toMatchInlineSnapshot(`
    [
      {
        "column": 7,
        "expected": [
          "sort",
          "finishedAfter",
        ],
        "key": "list",
        "line": 1,
        "reason": "bad-value",
        "value": "need",
      },
      {
        "column": 8,
        "expected": "a branch name, in quotes when it looks like a number",
        "key": "trunk",
        "line": 2,
        "reason": "bad-value",
        "value": "a mapping",
      },
      {
        "column": 12,
        "expected": "a list of directories, each absolute or beginning with ~/",
        "key": "projects",
        "line": 3,
        "reason": "bad-value",
        "value": "a mapping",
      },
    ]
  `);
  expect(faultsOf('just words')).toMatchInlineSnapshot(`
    [
      {
        "column": 1,
        "expected": [
          "trunk",
          "projects",
          "claude",
          "list",
          "hook",
          "checkpoints",
          "check",
          "git",
          "tray",
        ],
        "line": 1,
        "message": "holds no keys",
        "reason": "bad-value",
      },
    ]
  `);
  expect(faultsOf('- trunk')).toMatchInlineSnapshot(`
    [
      {
        "column": 1,
        "expected": [
          "trunk",
          "projects",
          "claude",
          "list",
          "hook",
          "checkpoints",
          "check",
          "git",
          "tray",
        ],
        "line": 1,
        "message": "holds no keys",
        "reason": "bad-value",
      },
    ]
  `);
});

test('names that every object has are unknown keys, and pollute nothing', () => {
  const names = [
    '__proto__',
    'constructor',
    'prototype',
    'toString',
    'hasOwnProperty',
    '<<',
    '$import',
    'list.sort',
    '',
  ];
  for (const name of names) {
    const faults = faultsOf(`{ ${JSON.stringify(name)}: { "polluted": "yes" } }`);
    expect(faults).toMatchObject([{ reason: 'unknown-key', key: name, line: 1, column: 3 }]);
  }
  expect(faultsOf('list: { __proto__: { sort: need }, constructor: 1 }')).toHaveLength(2);
  expect(Reflect.get({}, 'polluted')).toBeUndefined();
});

test('a key that stands twice is refused, also when both say the same', () => {
  expect(faultsOf('trunk: a\nlist: { sort: need, "sort": need }\ntrunk: a\n')).toMatchInlineSnapshot(`
    [
      {
        "column": 21,
        "expected": "each key once",
        "key": "list.sort",
        "line": 2,
        "message": "stands twice",
        "reason": "repeated-key",
      },
      {
        "column": 1,
        "expected": "each key once",
        "key": "trunk",
        "line": 3,
        "message": "stands twice",
        "reason": "repeated-key",
      },
    ]
  `);
});

test.each([
  ['an open bracket', '{ "trunk": "main"'],
  ['a tab as indentation', 'list:\n\tsort: need\n'],
  ['a crooked indentation', 'list:\n  sort: need\n finishedAfter: 1d\n'],
  ['two documents', 'trunk: a\n---\ntrunk: b\n'],
  ['an alias', 'projects: &a [/x]\nclaude: { directories: *a }\n'],
  ['an unknown tag', 'trunk: !!js/function "function () {}"\n'],
  ['a binary tag', 'trunk: !!binary aGk=\n'],
  ['a key that is a list', '? [a, b]\n: 1\n'],
  ['a number as a key', '1: a\n'],
])('%s is a syntax fault with its line', (_, text) => {
  const faults = faultsOf(text);
  expect(faults[0]).toMatchObject({ reason: 'syntax', expected: 'YAML or JSON with keys and plain values' });
  expect(faults[0]?.line).toBeGreaterThan(0);
});

test('texts made to exhaust a parser end in few, short faults', () => {
  const bomb = ['a: &a [x, x]', ...Array.from({ length: 30 }, (_, i) => `b${i}: &b${i} [*a, *a, *a]`)].join('\n');
  const texts = [
    bomb,
    '['.repeat(4000),
    '{a: '.repeat(2000),
    '- '.repeat(4000),
    `[${','.repeat(4000)}]`,
    'x'.repeat(60_000),
    Array.from({ length: 500 }, (_, i) => `k${i}: 1`).join('\n'),
  ];
  for (const text of texts) {
    const faults = faultsOf(text);
    expect(faults.length).toBeGreaterThan(0);
    expect(faults.length).toBeLessThanOrEqual(20);
    expect(JSON.stringify(faults).length).toBeLessThan(4000);
  }
});

test('a repository cannot set what only the user may; the rest of its file counts', () => {
  const text = 'projects: nonsense\nclaude:\n  directories: [/evil]\ngit: { timeout: 1h }\ntrunk: develop\n';
  expect(check(text, 'repository')).toMatchInlineSnapshot(`
    {
      "faults": [],
      "ignored": [
        {
          "column": 1,
          "key": "projects",
          "line": 1,
        },
        {
          "column": 3,
          "key": "claude.directories",
          "line": 3,
        },
        {
          "column": 8,
          "key": "git.timeout",
          "line": 4,
        },
      ],
      "values": Map {
        "trunk" => "develop",
      },
    }
  `);
});

test('a variable is checked like a file, an empty one is not set, a list is split like PATH', () => {
  const env = {
    KG_TRUNK: 'develop',
    KG_LIST_SORT: 'ned',
    KG_PROJECTS: '/a:~/b:',
    KG_GIT_TIMEOUT: '',
    KG_CACHE_DIR: '/c',
  };
  expect(variablesIn(env).map(({ key, variable, text }) => [variable, checkVariable(key, text, ':')]))
    .toMatchInlineSnapshot(`
    [
      [
        "KG_TRUNK",
        "develop",
      ],
      [
        "KG_PROJECTS",
        [
          "/a",
          "~/b",
        ],
      ],
      [
        "KG_LIST_SORT",
        {
          "expected": [
            "need",
            "activity",
            "branch",
            "path",
          ],
          "key": "list.sort",
          "nearest": "need",
          "reason": "bad-value",
          "value": "ned",
        },
      ],
      [
        "KG_GIT_TIMEOUT",
        undefined,
      ],
    ]
  `);
});
