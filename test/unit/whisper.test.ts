import { expect, test } from 'vitest';
import { arrivalAnswer, whisperAnswer } from '../../src/render/hook-answer.ts';
import { LONGEST_ARRIVAL, renderArrival } from '../../src/render/arrival.ts';
import type { Session } from '../../src/sessions/session.ts';
import type { Arrival } from '../../src/whisper/arrival.ts';
import { editedLines } from '../../src/whisper/edited-lines.ts';
import { parseHook } from '../../src/whisper/hook-input.ts';
import type { OtherChange, Whisper } from '../../src/whisper/whisper.ts';

const now = new Date('2026-11-22T12:00:00.000Z');

test('the lines of an edit are those that it replaces, not those that say where it goes', () => {
  const content = 'one\ntwo\nthree\nfour\ntwo\n';
  const replace = (before: string, after: string, all = false) =>
    editedLines(content, { kind: 'replace', before, after, all }).map(({ start, end }) => [start, end]);
  expect([
    replace('two', 'TWO'),
    replace('one\ntwo\nthree\n', 'one\nTWO\nthree\n'),
    replace('two\n', 'two\nand a half\n'),
    replace('two', 'TWO', true),
    replace('five', 'FIVE'),
    replace('', 'all'),
    editedLines(content, { kind: 'whole' }),
    editedLines('', { kind: 'replace', before: '', after: 'new', all: false }),
  ]).toMatchInlineSnapshot(`
    [
      [
        [
          1,
          2,
        ],
      ],
      [
        [
          1,
          2,
        ],
      ],
      [
        [
          2,
          2,
        ],
      ],
      [
        [
          1,
          2,
        ],
        [
          4,
          5,
        ],
      ],
      [],
      [],
      [
        {
          "end": 5,
          "start": 0,
        },
      ],
      [
        {
          "end": 0,
          "start": 0,
        },
      ],
    ]
  `);
});

test('input of a hook is read as far as it makes sense, and refused in words where it does not', () => {
  const from = { session_id: 'a-1', cwd: '/shop' };
  const edit = { ...from, hook_event_name: 'PreToolUse', tool_name: 'Edit' };
  const ran = { ...from, hook_event_name: 'PostToolUse', tool_name: 'Bash' };
  const inputs: readonly unknown[] = [
    { ...edit, tool_input: { file_path: '/shop/a.ts', old_string: 'a', new_string: 'b' } },
    { ...edit, tool_name: 'Write', tool_input: { file_path: '/shop/a.ts', content: 'b' } },
    { ...edit, tool_name: 'NotebookEdit', tool_input: { notebook_path: '/shop/a.ipynb' } },
    { ...edit, session_id: '../../etc', tool_input: { file_path: '/shop/a.ts', old_string: 7 } },
    { ...edit, tool_input: { file_path: 'a.ts' } },
    { ...edit, tool_input: { file_path: '/shop/\0' } },
    { ...edit, tool_input: 'text' },
    { ...ran, tool_response: 'Error: no' },
    {
      ...ran,
      tool_response: {
        bashEditDiff: { changedFiles: ['/shop/a.ts', 'b.ts', 3], files: [{ filePath: '/shop/c.ts' }, null] },
      },
    },
    { ...from, hook_event_name: 'SessionStart' },
    { ...from, hook_event_name: 'Stop' },
    { ...from, hook_event_name: 'SessionEnd' },
    { ...from, hook_event_name: 'FileChanged' },
    { ...from, cwd: 'relative', hook_event_name: 'Stop' },
    { hook_event_name: ['Stop'] },
    [],
    null,
    'PreToolUse',
  ];
  expect(inputs.map((input) => parseHook(input))).toMatchInlineSnapshot(`
    [
      {
        "directory": "/shop",
        "files": [
          {
            "edit": {
              "after": "b",
              "all": false,
              "before": "a",
              "kind": "replace",
            },
            "path": "/shop/a.ts",
          },
        ],
        "kind": "before edit",
        "session": "a-1",
      },
      {
        "directory": "/shop",
        "files": [
          {
            "edit": {
              "kind": "whole",
            },
            "path": "/shop/a.ts",
          },
        ],
        "kind": "before edit",
        "session": "a-1",
      },
      {
        "directory": "/shop",
        "files": [
          {
            "edit": null,
            "path": "/shop/a.ipynb",
          },
        ],
        "kind": "before edit",
        "session": "a-1",
      },
      {
        "directory": "/shop",
        "files": [
          {
            "edit": null,
            "path": "/shop/a.ts",
          },
        ],
        "kind": "before edit",
        "session": null,
      },
      "no file",
      "no file",
      "no file",
      {
        "directory": "/shop",
        "files": null,
        "kind": "after command",
        "session": "a-1",
      },
      {
        "directory": "/shop",
        "files": [
          {
            "edit": null,
            "path": "/shop/a.ts",
          },
          {
            "edit": null,
            "path": "/shop/c.ts",
          },
        ],
        "kind": "after command",
        "session": "a-1",
      },
      {
        "directory": "/shop",
        "kind": "arrival",
        "session": "a-1",
      },
      {
        "directory": "/shop",
        "event": "Stop",
        "kind": "save",
        "session": "a-1",
        "transcript": null,
      },
      {
        "directory": "/shop",
        "event": "SessionEnd",
        "kind": "save",
        "session": "a-1",
        "transcript": null,
      },
      "unknown event",
      "no directory",
      "no event",
      "no event",
      "no event",
      "no event",
    ]
  `);
});

const other: OtherChange = {
  where: 'worktree',
  worktree: '/shop.cart',
  branch: 'feature/cart',
  change: 'modified',
  state: 'both',
  lines: [[41, 41]],
  edit: 'near',
  verdict: 'near',
  sessions: [{ id: 'a-2', name: 'cart\u001B[2J', task: null, status: 'waiting' }],
  at: '2026-11-22T11:51:00.000Z',
  content: 'x',
};

test('an answer is in the format of the client; a conflict asks only where the config says so', () => {
  const conflict = [{ path: 'a.ts', others: [{ ...other, verdict: 'conflict', kind: 'content' } as const] }];
  const near = [{ path: 'a.ts', others: [other] }];
  const answer = (ask: 'never' | 'conflict', whispers: readonly Whisper[] = conflict) =>
    JSON.stringify(whisperAnswer({ whispers, ask, when: 'before edit', now }), null, 1);
  expect(answer('conflict')).toMatchInlineSnapshot(`
    "{
     "hookSpecificOutput": {
      "hookEventName": "PreToolUse",
      "permissionDecision": "ask",
      "permissionDecisionReason": "kg: a.ts is also being changed elsewhere:\\n- feature/cart (/shop.cart), session \\"cart\\" (waiting): modified, line 41, partly committed, 9m ago. Merging both as they stand now, git stops with a conflict. This edit comes within three lines of those.\\nTo see both sides, run kg overlap @ feature/cart --diff",
      "additionalContext": "kg: a.ts is also being changed elsewhere:\\n- feature/cart (/shop.cart), session \\"cart\\" (waiting): modified, line 41, partly committed, 9m ago. Merging both as they stand now, git stops with a conflict. This edit comes within three lines of those.\\nTo see both sides, run kg overlap @ feature/cart --diff"
     }
    }"
  `);
  expect(answer('never')).not.toContain('permissionDecision');
  expect(answer('conflict', near)).not.toContain('permissionDecision');
  expect(whisperAnswer({ whispers: near, ask: null, when: 'after command', now })).toMatchInlineSnapshot(`
    {
      "hookSpecificOutput": {
        "additionalContext": "kg: a.ts was changed by this command and is also being changed elsewhere:
    - feature/cart (/shop.cart), session "cart" (waiting): modified, line 41, partly committed, 9m ago. Merges as both stand now, with changes at most three lines apart. This edit comes within three lines of those.
    To see both sides, run kg overlap @ feature/cart --diff",
        "hookEventName": "PostToolUse",
      },
    }
  `);
  expect(whisperAnswer({ whispers: [], ask: null, when: 'before edit', now })).toBeNull();
  expect(arrivalAnswer(null)).toBeNull();
});

test('many others and many files are counted, and a name that is no plain word is not put into a command', () => {
  const others = Array.from({ length: 6 }, (_, at) => ({ ...other, branch: `$(b${at})`, sessions: [], lines: [] }));
  const whispers = Array.from({ length: 8 }, (_, at) => ({ path: `${at}.ts`, others: at === 0 ? others : [other] }));
  const text =
    whisperAnswer({ whispers, ask: null, when: 'before edit', now })?.hookSpecificOutput.additionalContext ?? '';
  expect(text.split('\n').filter((line) => /more|To see/u.test(line))).toEqual([
    '- and in 2 more places',
    'kg: the same of 2 more files',
  ]);
});

test('an arrival says who is at work and where this worktree was left, in at most 400 characters', () => {
  const session = (name: string, status: Session['status']): Session => ({
    id: name,
    name,
    task: null,
    kind: 'interactive',
    status,
    since: '2026-11-22T11:58:00.000Z',
    cwd: '/shop',
    originalCwd: null,
    lastActivity: null,
    lastAction: null,
    configDirectory: '/home/ada/.claude',
    transcript: null,
    writes: [],
    evidence: [],
  });
  const own = { path: '/shop', branch: 'main', overlap: { level: 'conflict', with: ['/shop.cart'] } } as const;
  const cart = { path: '/shop.cart', branch: 'feature/cart' };
  const branches = new Map([['/shop.cart', 'feature/cart']]);
  const alone: Arrival = {
    own: { ...own, overlap: { level: 'none', with: [] } },
    others: [],
    checkpoint: null,
    drift: [],
    branches,
  };
  expect(renderArrival(alone, now)).toBeNull();
  const drift: Arrival['drift'][number] = {
    path: 'src/user.ts',
    reader: { worktree: '/shop', sessions: [] },
    writer: { worktree: '/shop.cart', sessions: [] },
    outcome: 'lacks',
    evidence: [],
  };
  const others = [
    { session: session('totals', 'active'), worktree: own },
    { session: session('Rework the cart', 'waiting'), worktree: cart },
  ];
  expect(renderArrival({ own, others, checkpoint: null, drift: [drift, drift], branches }, now)).toMatchInlineSnapshot(
    `"kg: Conflicts as it stands: this worktree with feature/cart. Read here, changed since in feature/cart: src/user.ts, and 1 more (kg drift). "totals" works in this worktree too (active for 2m). "Rework the cart" works in feature/cart (waiting for 2m). More: kg list."`,
  );
  const crowd = Array.from({ length: 30 }, (_, at) => ({
    session: session(`${'long '.repeat(30)}${at}`, 'idle'),
    worktree: cart,
  }));
  const crowded = renderArrival({ own, others: crowd, checkpoint: null, drift: [], branches }, now) ?? '';
  expect(crowded.length).toBeLessThanOrEqual(LONGEST_ARRIVAL);
  expect(crowded).toMatchInlineSnapshot(
    `"kg: Conflicts as it stands: this worktree with feature/cart. "long long long long long long long long long long long long…" works in feature/cart (idle for 2m). "long long long long long long long long long long long long…" works in feature/cart (idle for 2m). "long long long long long long long long long long long long…" works in feature/cart (idle for 2m). And 27 more. More: kg list."`,
  );
});
