import { cpSync, mkdtempSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sharedWorktree, type SharedFile } from '../../src/overlap/shared-worktree.ts';
import { whoWrote } from '../../src/overlap/who.ts';
import { sortWritten } from '../../src/overlap/written.ts';
import { openProcesses } from '../../src/sessions/processes/processes.ts';
import { readSessions } from '../../src/sessions/read.ts';
import type { Session } from '../../src/sessions/session.ts';
import { answer, claude, edit, prompt } from '../helpers/sessions.ts';
import { alarm, clock, place, session, wrote } from '../helpers/writers.ts';

const worktrees = [place('/code/shop'), place('/code/shop/.claude/worktrees/x')];

function shared(sessions: readonly Session[], before = '00:00'): readonly SharedFile[] {
  return sharedWorktree({ written: sortWritten({ sessions, worktrees }), before: clock(before) });
}

const short = (at: string | null): string => at?.slice(11, 16) ?? '?';

/** A line a file: who wrote it, and what the clients noticed. */
function lines(sessions: readonly Session[], before?: string): string[] {
  return shared(sessions, before).map(({ path, writers, alarms }) => {
    const noticed = alarms.map((one) => `${one.session} alarmed ${short(one.at)} by ${one.by ?? 'nobody known'}`);
    const wrote_ = writers.map(({ id, grade, first, last }) => `${id} ${grade} ${short(first)}–${short(last)}`);
    return [`${path}: ${wrote_.join(', ')}`, ...noticed].join('; ');
  });
}

const certain = (at: string) => ({ at, grade: 'certain' }) as const;

test('two live sessions that edited one file, with all that is told of it', () => {
  const one = session('one', {
    writes: [wrote('src/a.ts', '12:09', {}, certain('12:01')), wrote('src/own.ts', '12:02')],
    alarms: [alarm('src/a.ts', '12:09', 'stale-recovered'), alarm('src/own.ts', '12:03')],
  });
  const two = session('two', { writes: [wrote('src/a.ts', '12:05', { by: 'agent-a1' })] });
  expect(shared([one, two])).toMatchInlineSnapshot(`
    [
      {
        "alarms": [
          {
            "at": "2026-11-22T12:09:00.000Z",
            "by": "two",
            "kind": "stale-recovered",
            "session": "one",
          },
        ],
        "path": "src/a.ts",
        "sessions": [
          "one",
          "two",
        ],
        "worktree": "/code/shop",
        "writers": [
          {
            "first": "2026-11-22T12:01:00.000Z",
            "grade": "certain",
            "id": "one",
            "last": "2026-11-22T12:09:00.000Z",
          },
          {
            "first": "2026-11-22T12:05:00.000Z",
            "grade": "certain",
            "id": "two",
            "last": "2026-11-22T12:05:00.000Z",
            "subagents": [
              "agent-a1",
            ],
          },
        ],
      },
    ]
  `);
});

describe('time decides', () => {
  const first = (fields: Partial<Session>): Session => session('one', { writes: [wrote('a.ts', '12:01')], ...fields });
  const second = (fields: Partial<Session> = {}): Session =>
    session('two', { writes: [wrote('a.ts', '12:10')], ...fields });

  test('who ended before the other wrote has handed the file over', () => {
    expect(lines([first({ status: 'finished', lastActivity: '12:09' }), second()])).toEqual([]);
    expect(lines([first({ status: 'crashed', lastActivity: '12:09' }), second()])).toEqual([]);
  });

  test('who was still there does not know what the other wrote, even when it is finished by now', () => {
    const found = ['a.ts: two certain 12:10–12:10, one certain 12:01–12:01'];
    expect(lines([first({ status: 'idle' }), second()])).toEqual(found);
    expect(lines([first({ status: 'finished', lastActivity: '12:11' }), second()])).toEqual(found);
    expect(lines([first({ status: 'unknown', lastActivity: '12:11' }), second()])).toEqual(found);
  });

  test('what collided between two that are long over is past, unless one of them lives', () => {
    const over = first({ status: 'finished', lastActivity: '12:20' });
    expect(lines([over, second({ status: 'crashed', lastActivity: '12:25' })], '12:21')).toHaveLength(1);
    expect(lines([over, second({ status: 'crashed', lastActivity: '12:25' })], '12:26')).toEqual([]);
    expect(lines([over, second()], '23:00')).toHaveLength(1);
  });

  test('of three, only those that met are named', () => {
    const gone = session('gone', { status: 'finished', lastActivity: '11:30', writes: [wrote('a.ts', '11:00')] });
    expect(lines([gone, first({}), second()])).toEqual(['a.ts: two certain 12:10–12:10, one certain 12:01–12:01']);
  });

  test('a time that is not known hides no collision', () => {
    const unknown = session('one', { writes: [wrote('a.ts', null)] });
    expect(lines([unknown, second()])).toEqual(['a.ts: two certain 12:10–12:10, one certain ?–?']);
  });
});

describe('commands', () => {
  const editor = session('editor', { writes: [wrote('a.ts', '12:05')] });
  const runner = (from: string, at: string, ...older: Parameters<typeof wrote>[3][]): Session =>
    session('runner', { writes: [wrote('a.ts', at, { grade: 'likely', from }, ...older)] });

  test('an edit of one during a command of the other is one change, not two', () => {
    expect(lines([editor, runner('12:00', '12:10')])).toEqual([]);
  });

  test('a change around a command that nobody else made meanwhile is one of its own', () => {
    expect(lines([editor, runner('12:06', '12:10')])).toEqual([
      'a.ts: runner likely 12:10–12:10, editor certain 12:05–12:05',
    ]);
  });

  test('two commands at once are no two changes', () => {
    const other = session('other', { writes: [wrote('a.ts', '12:08', { grade: 'likely', from: '12:07' })] });
    expect(lines([other, runner('12:00', '12:10')])).toEqual([]);
  });

  test('an edit counts, whatever its session’s commands saw', () => {
    expect(lines([editor, runner('12:00', '12:10', certain('11:50'))])).toEqual([
      'a.ts: editor certain 12:05–12:05, runner certain 11:50–11:50',
    ]);
  });

  test('the client of the one that edited says that somebody changed the file again: the command did', () => {
    const surprised = { ...editor, alarms: [alarm('a.ts', '12:11')] };
    expect(lines([surprised, runner('12:00', '12:10')])).toEqual([
      'a.ts: runner likely 12:10–12:10, editor certain 12:05–12:05; editor alarmed 12:11 by runner',
    ]);
  });
});

describe('alarms', () => {
  test('make a collision of what by time alone is none: an edit on top of a reading that was old', () => {
    const quick = session('quick', { status: 'finished', lastActivity: '12:06', writes: [wrote('a.ts', '12:05')] });
    const late = (alarms: Session['alarms']): Session =>
      session('late', {
        began: '12:00',
        writes: [wrote('a.ts', '12:10')],
        ...(alarms === undefined ? {} : { alarms }),
      });
    expect(lines([quick, late(undefined)])).toEqual([]);
    expect(lines([quick, late([alarm('a.ts', '12:10', 'stale-recovered')])])).toEqual([
      'a.ts: late certain 12:10–12:10, quick certain 12:05–12:05; late alarmed 12:10 by quick',
    ]);
  });

  test.each<[string, Session, string]>([
    ['before it last edited the file', session('other', { writes: [wrote('a.ts', '12:01')] }), 'nobody known'],
    ['after the alarm', session('other', { writes: [wrote('a.ts', '12:15')] }), 'nobody known'],
    ['in between', session('other', { writes: [wrote('a.ts', '12:06')] }), 'other'],
    ['by a command that was not over', session('other', { writes: [run('12:06', '12:14')] }), 'other'],
  ])('name whoever wrote %s, or nobody', (_, other, by) => {
    const alarms = [alarm('a.ts', '12:08')];
    const one = session('one', { began: '11:00', writes: [wrote('a.ts', '12:05')], alarms });
    expect(shared([one, other])[0]?.alarms.map((found) => found.by ?? 'nobody known')).toEqual([by]);
  });

  test.each<[string, Partial<Session>]>([
    ['told before', { alarms: [alarm('a.ts', '12:08'), alarm('a.ts', '12:06')], writes: [wrote('a.ts', '11:30')] }],
    ['changed by a later command of its own', { alarms: [alarm('a.ts', '12:08')], writes: [run('12:06', '12:07')] }],
  ])('do not name whoever made a change that was %s', (_, one) => {
    const other = session('other', { writes: [wrote('a.ts', '12:05')] });
    expect(shared([session('one', { began: '11:00', ...one }), other])[0]?.alarms[0]).toMatchObject({
      at: clock('12:08'),
      by: null,
    });
  });

  test('name an edit before a command, and the newest of both', () => {
    const alarms = [alarm('a.ts', '12:08')];
    const one = session('one', { writes: [wrote('a.ts', '12:01')], alarms });
    const others = [
      session('edited', { writes: [wrote('a.ts', '12:04')] }),
      session('edited-last', { writes: [wrote('a.ts', '12:05')] }),
      session('ran', { writes: [run('12:06', '12:07')] }),
    ];
    expect(shared([one, ...others])[0]?.alarms.map(({ by }) => by)).toEqual(['edited-last']);
  });

  test('two that wrote at one instant give one answer, in whatever order they are read', () => {
    const one = session('one', { writes: [wrote('a.ts', '12:01')], alarms: [alarm('a.ts', '12:08')] });
    const others = ['b', 'a', 'c'].map((id) => session(id, { writes: [wrote('a.ts', '12:05')] }));
    for (const sessions of [
      [one, ...others],
      [...others.toReversed(), one],
    ])
      expect(shared(sessions)[0]?.alarms.map(({ by }) => by)).toEqual(['a']);
  });

  test('of a session alone make nothing shared', () => {
    expect(shared([session('one', { writes: [wrote('a.ts', '12:00')], alarms: [alarm('a.ts', '12:01')] })])).toEqual(
      [],
    );
  });
});

describe('what is no collision', () => {
  const writes = [wrote('a.ts', '12:00')];

  test('a session, its subagents and its second process', () => {
    const one = session('one', { writes });
    expect(lines([one, one, session('one/agent-a1', { writes }), session('one/agent-a2', { writes })])).toEqual([]);
    expect(lines([session('one/agent-a1', { writes }), session('two', { writes })])).toHaveLength(1);
  });

  test('files of two worktrees, of a git directory, of no worktree', () => {
    const inner = '.claude/worktrees/x/a.ts';
    const paths = ['a.ts', '.git/COMMIT_EDITMSG', 'lib/.git/config', '/code/shop', '/tmp/a.ts'];
    const one = session('one', { writes: paths.map((path) => wrote(path, '12:00')) });
    const two = session('two', { writes: [inner, ...paths.slice(1)].map((path) => wrote(path, '12:00')) });
    expect(lines([one, two])).toEqual([]);
  });
});

test('the newest collision comes first', () => {
  const both = (at: string): Session['writes'] => [wrote('b.ts', at), wrote('a.ts', at), wrote('new.ts', '12:20')];
  const found = lines([session('one', { writes: both('12:00') }), session('two', { writes: both('12:01') })]);
  expect(found.map((line) => line.replace(/:.*/u, ''))).toEqual(['new.ts', 'a.ts', 'b.ts']);
});

test('of the real client: the session that wrote under another’s command, and then under its edit, is named', async () => {
  const home = mkdtempSync(join(homedir(), 'shared-'));
  cpSync(join(import.meta.dirname, '../fixtures/claude-code/overlap-one-worktree/config'), home, { recursive: true });
  const docs = '/home/dev/acme/shop-docs';
  claude(home, home)
    .session({ cwd: docs, start: '2026-11-22T15:01:27.000Z' })
    .transcript(prompt('x'), edit('README.md'), answer());
  const processes = openProcesses({ platform: process.platform });
  const now = new Date('2026-11-22T18:00:00Z');
  const asked = { directories: [home], processes, now, cacheDirectory: null, writesSince: clock('00:00') };
  const { sessions } = await readSessions(asked);
  const written = sortWritten({ sessions, worktrees: [place(docs)] });
  expect(sharedWorktree({ written, before: clock('00:00') })).toMatchInlineSnapshot(`
    [
      {
        "alarms": [
          {
            "at": "2026-11-22T15:01:31.087Z",
            "by": "00000000-0000-4000-8000-000000000001",
            "kind": "stale-recovered",
            "session": "86b6bdfd-1443-4844-bc6c-d12725f15102",
          },
        ],
        "path": "README.md",
        "sessions": [
          "86b6bdfd-1443-4844-bc6c-d12725f15102",
          "00000000-0000-4000-8000-000000000001",
        ],
        "worktree": "/home/dev/acme/shop-docs",
        "writers": [
          {
            "first": "2026-11-22T15:01:31.087Z",
            "grade": "certain",
            "id": "86b6bdfd-1443-4844-bc6c-d12725f15102",
            "last": "2026-11-22T15:01:31.087Z",
          },
          {
            "first": "2026-11-22T15:01:29.000Z",
            "grade": "certain",
            "id": "00000000-0000-4000-8000-000000000001",
            "last": "2026-11-22T15:01:29.000Z",
          },
        ],
      },
    ]
  `);
});

function run(from: string, at: string): ReturnType<typeof wrote> {
  return wrote('a.ts', at, { grade: 'likely', from });
}

test('any records are survived, name only sessions that have one, and the order of sessions makes no difference', () => {
  const time = fc.oneof(fc.constant(null), fc.constantFrom('11:00', '12:00', '12:01', '12:05', '13:00').map(clock));
  const path = fc.oneof(
    fc.constantFrom('/code/shop/a.ts', '/code/shop/A.ts', '/code/shop/.claude/worktrees/x/a.ts', '/x', '\\\\s\\a', ''),
    fc.string(),
  );
  const grade = fc.constantFrom('certain', 'likely');
  const writing = fc.record(
    { at: time, grade, from: fc.constantFrom('11:30', '12:00').map(clock) },
    { requiredKeys: ['at', 'grade'] },
  );
  const write = fc.record(
    { path, at: time, grade, writings: fc.array(writing, { maxLength: 3 }) },
    { requiredKeys: ['path', 'at', 'grade'] },
  );
  const alarms = fc.array(fc.record({ path, at: time, kind: fc.constantFrom('stale-recovered', 'changed-on-disk') }));
  const one = fc
    .record({
      id: fc.constantFrom('one', 'two', 'three', 'one/agent-a'),
      status: fc.constantFrom('active', 'idle', 'finished', 'crashed', 'unknown'),
      cwd: fc.oneof(fc.constantFrom('/code/shop', '/code/shop/.claude/worktrees/x'), fc.constant(null)),
      lastActivity: time,
      writes: fc.array(write, { maxLength: 4 }),
      alarms,
    })
    .map((fields) => session(fields.id, fields));
  const unique = fc.uniqueArray(one, { maxLength: 4, selector: ({ id }) => id });
  fc.assert(
    fc.property(unique, fc.boolean(), (sessions, caseSensitive) => {
      const written = sortWritten({ sessions, worktrees, caseSensitive });
      const mirrored = sortWritten({ sessions: sessions.toReversed(), worktrees, caseSensitive });
      const before = clock('12:00');
      const names = (found: readonly SharedFile[]): unknown =>
        found.map(({ worktree, path: file, ...rest }) => ({ worktree, file: file.toLowerCase(), ...rest }));
      expect(names(sharedWorktree({ written, before }))).toEqual(names(sharedWorktree({ written: mirrored, before })));
      for (const { path: worktree } of worktrees) {
        for (const file of ['a.ts', 'A.ts']) {
          const found = whoWrote({ written, worktree, path: file });
          expect(found).toEqual(whoWrote({ written: mirrored, worktree, path: file }));
          const fold = (text: string): string => (caseSensitive ? text : text.toLowerCase());
          const recorded = sessions.filter(({ writes }) =>
            writes.some((entry) => fold(entry.path) === fold(`${worktree}/${file}`)),
          );
          expect(found.map(({ id }) => id).filter((id) => !recorded.some((session_) => session_.id === id))).toEqual(
            [],
          );
        }
      }
    }),
    { seed: 20_261_124, numRuns: 300 },
  );
});
