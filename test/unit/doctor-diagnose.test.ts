import { expect, test } from 'vitest';
import type { Census } from '../../src/sessions/census.ts';
import type { Checkup } from '../../src/init/part.ts';
import { diagnose } from '../../src/doctor/diagnose.ts';
import { exitCode, type Diagnosis } from '../../src/doctor/diagnosis.ts';
import type { Facts } from '../../src/doctor/facts.ts';

const census: Census = {
  registryRecords: 2,
  jobs: 0,
  transcripts: 5,
  parseFailures: 0,
  versions: { '2.1.330': 4, '2.1.197': 1 },
  unknownRecordTypes: {},
};

const well: Facts = {
  platform: 'linux',
  node: { version: 'v24.21.0', path: '/usr/bin/node' },
  git: { version: '2.39.5', path: '/usr/bin/git', failure: null },
  repository: { state: 'open', root: '/code/shop', worktrees: 3 },
  config: {
    sources: [{ from: 'repository', where: '/code/shop/.keepgoingrc', keys: ['trunk'] }],
    problems: [],
    invalid: null,
  },
  cache: { directory: '/home/dev/.cache/keepgoing', nearest: '/home/dev/.cache/keepgoing', failure: null },
  claude: [{ directory: '/home/dev/.claude', failure: null, census, problems: [] }],
  agents: { state: 'answered', program: '/usr/bin/claude', agents: [], before: [], after: [] },
  programs: { kg: [{ path: '/usr/bin/kg', is: 'self' }], old: [], self: '/usr/lib/keepgoing/bin/run.js' },
  leftovers: { files: [], hooks: [], unread: [] },
  hooks: { log: { count: 0, faults: new Map(), last: null }, files: ['/cache/hooks.log'] },
  setUp: {
    gitHook: { state: 'installed', faults: [], remarks: [] },
    claude: { state: 'installed', faults: [], remarks: [] },
  },
};

/** The diagnoses that differ from those of a machine on which all is well. */
function off(change: Partial<Facts>): readonly string[] {
  const usual = new Set(diagnose(well).map(line));
  return diagnose({ ...well, ...change })
    .map(line)
    .filter((one) => !usual.has(one));
}

function line({ id, verdict, says, evidence, mend }: Diagnosis): string {
  return [
    `${id} ${verdict}: ${says}`,
    ...(evidence ?? []).map((one) => `  ${one}`),
    ...(mend ? [`  > ${mend}`] : []),
  ].join('\n');
}

test('on a machine where all is well, every check says so', () => {
  expect(diagnose(well).map(line)).toMatchInlineSnapshot(`
    [
      "node ok: v24.21.0 is supported
      /usr/bin/node",
      "git ok: 2.39.5 is supported
      /usr/bin/git",
      "repository ok: /code/shop has 3 worktrees",
      "config ok: 1 source read without a mistake
      /code/shop/.keepgoingrc: trunk",
      "cache ok: /home/dev/.cache/keepgoing can be written",
      "claude-directory ok: /home/dev/.claude holds 2 live records, 0 background jobs, 5 transcripts",
      "claude-records ok: 2 versions of Claude Code seen, no damaged line
      Claude Code 2.1.197: 1 session
      Claude Code 2.1.330: 4 sessions",
      "claude-agents ok: claude agents --json and kg agree on 0 sessions",
      "claude-hooks ok: none was left without an answer",
      "git-hook ok: set up, and it finds kg",
      "claude-plugin ok: set up, and it finds kg",
      "kg-on-path ok: kg is this one
      /usr/bin/kg: this kg",
      "old-files ok: no file of it is left",
      "old-hooks ok: no settings call the old KeepGoing",
    ]
  `);
  expect(exitCode(diagnose(well))).toBe(0);
});

test('the exit code is 2 when kg cannot work, 1 when something is to be mended, 0 when checks are only skipped', () => {
  const code = (change: Partial<Facts>) => exitCode(diagnose({ ...well, ...change }));
  expect(code({ git: { version: null, path: null, failure: 'GIT_MISSING' } })).toBe(2);
  expect(code({ git: { ...well.git, version: '2.35.9' } })).toBe(2);
  expect(code({ node: { ...well.node, version: 'v20.20.2' } })).toBe(2);
  expect(code({ repository: { state: 'dubious', repository: '/code/shop' } })).toBe(1);
  expect(code({ leftovers: { files: ['/x'], hooks: [], unread: [] } })).toBe(1);
  expect(code({ repository: { state: 'none', directory: '/tmp' }, agents: { state: 'missing' } })).toBe(0);
});

const edited: Checkup = { state: 'broken', faults: [{ code: 'HOOK_EDITED', message: 'It was edited' }], remarks: [] };

test('every failure and every warning says how to mend it', () => {
  const broken: Facts = {
    ...well,
    node: { ...well.node, version: 'v23.1.0' },
    git: { version: '2.30.2', path: '/usr/bin/git', failure: null },
    repository: { state: 'failed', says: 'fatal: bad config' },
    config: { sources: [], problems: [{ code: 'CONFIG_IGNORED', message: 'x' }], invalid: null },
    cache: { ...well.cache, failure: 'EACCES' },
    claude: [],
    agents: { state: 'failed', program: '/usr/bin/claude', says: 'exit code 1: no' },
    programs: { kg: [{ path: '/bin/kg', is: 'unknown' }], old: ['/bin/kgd'], self: '/x/run.js' },
    leftovers: { files: [], hooks: [{ file: '/a', calls: ['kg heartbeat'] }], unread: [] },
    hooks: { log: { count: 1, faults: new Map([['failed', 1]]), last: null }, files: ['/cache/hooks.log'] },
    setUp: { gitHook: edited, claude: edited },
  };
  const unmended = diagnose(broken).filter(
    ({ verdict, mend }) => (verdict === 'failure' || verdict === 'warning') && !mend,
  );
  expect(unmended).toEqual([]);
  expect(diagnose(broken).filter(({ verdict }) => verdict === 'ok')).toEqual([]);
});

test('Node: 22.18 and later, 23 excepted', () => {
  const verdict = (version: string) => diagnose({ ...well, node: { version, path: '/n' } })[0]?.verdict;
  const versions = ['v20.20.2', 'v22.17.1', 'v22.18.0', 'v23.11.0', 'v24.0.0', 'v26.1.0', 'nonsense'];
  expect(versions.map((version) => `${version} ${verdict(version)}`)).toMatchInlineSnapshot(`
    [
      "v20.20.2 failure",
      "v22.17.1 failure",
      "v22.18.0 ok",
      "v23.11.0 failure",
      "v24.0.0 ok",
      "v26.1.0 ok",
      "nonsense failure",
    ]
  `);
  expect(off({ node: { version: 'v20.20.2', path: '/usr/bin/node' } })).toMatchInlineSnapshot(`
    [
      "node failure: v20.20.2 is not supported; kg needs 22.18 or later, 23 excepted
      /usr/bin/node
      > To get a supported Node, install version 24 from nodejs.org, then run npm install --global keepgoing",
    ]
  `);
});

test('git: missing, too old, odd, failing', () => {
  expect([
    ...off({ git: { version: null, path: null, failure: 'GIT_MISSING' } }),
    ...off({ git: { version: '2.35.9', path: '/usr/bin/git', failure: null }, platform: 'darwin' }),
    ...off({ git: { version: null, path: '/usr/bin/git', failure: null } }),
    ...off({ git: { version: null, path: '/usr/bin/git', failure: 'GIT_FAILED' }, platform: 'win32' }),
  ]).toMatchInlineSnapshot(`
    [
      "git failure: git is not on PATH
      > To get git, run sudo apt install git",
      "git failure: 2.35.9 is too old; kg needs 2.36 or later
      /usr/bin/git
      > To get a newer git, run brew install git",
      "git warning: git answers no version that kg understands
      /usr/bin/git
      > To see what answers, run git --version",
      "git failure: git --version failed: GIT_FAILED
      /usr/bin/git
      > To get a newer git, run winget install --id Git.Git",
    ]
  `);
});

test('repository: none, not asked, refused, broken', () => {
  expect([
    ...off({ repository: { state: 'none', directory: '/tmp' } }),
    ...off({ repository: { state: 'unasked' } }),
    ...off({ repository: { state: 'dubious', repository: "/srv/it's shared" } }),
    ...off({ repository: { state: 'failed', says: 'fatal: bad config line 1' } }),
  ]).toMatchInlineSnapshot(`
    [
      "repository skipped: /tmp is in no git repository",
      "repository skipped: git could not be asked",
      "repository failure: git refuses /srv/it's shared, since it belongs to another user
      > To trust it, run git config --global --add safe.directory '/srv/it'\\''s shared'",
      "repository failure: git cannot open the repository
      fatal: bad config line 1
      > To see what is wrong, run git worktree list",
    ]
  `);
});

test('config: none, ignored in part, one mistake, several, a variable', () => {
  const invalid = (details: Readonly<Record<string, unknown>>) =>
    off({ config: { sources: [], problems: [], invalid: details } });
  const bad = { line: 4, key: 'list.sort', value: 'ned', expected: ['need', 'path'], nearest: 'need' };
  expect([
    ...off({ config: { sources: [], problems: [], invalid: null } }),
    ...off({ config: { ...well.config, problems: [{ code: 'CONFIG_IGNORED', message: 'projects is ignored' }] } }),
    ...invalid({ file: '/code/my shop/.keepgoingrc', ...bad }),
    ...invalid({
      file: '/x/.keepgoingrc',
      mistakes: [bad, { line: 5, key: 'trnk', expected: ['trunk'] }, { message: 'holds no keys', expected: 5 }],
    }),
    ...invalid({ variable: 'KG_LIST_SORT', key: 'list.sort', value: 'ned', expected: ['need'] }),
  ]).toMatchInlineSnapshot(`
    [
      "config ok: no config: every key has its default",
      "config warning: part of what stands in a config file is ignored
      projects is ignored
      > To be rid of this, take it out of that file, or move it to the user config",
      "config failure: /code/my shop/.keepgoingrc is not valid, so no command that reads it works
      line 4: list.sort is "ned"; expected need, path
      > To correct it, edit '/code/my shop/.keepgoingrc'",
      "config failure: /x/.keepgoingrc is not valid, so no command that reads it works
      line 4: list.sort is "ned"; expected need, path
      line 5: trnk is no key; expected trunk
      holds no keys
      > To correct it, edit /x/.keepgoingrc",
      "config failure: KG_LIST_SORT is not valid, so no command that reads it works
      list.sort is "ned"; expected need
      > To drop it, run unset KG_LIST_SORT",
    ]
  `);
});

test('cache: not made yet, not writable', () => {
  const { directory } = well.cache;
  expect([
    ...off({ cache: { directory, nearest: '/home/dev', failure: null } }),
    ...off({ cache: { directory, nearest: '/home/dev/.cache', failure: 'EACCES' } }),
  ]).toMatchInlineSnapshot(`
    [
      "cache ok: /home/dev/.cache/keepgoing can be made when it is needed",
      "cache warning: /home/dev/.cache/keepgoing cannot be written, so every start is slow
      /home/dev/.cache: EACCES
      > To keep it elsewhere, run export KG_CACHE_DIR="$HOME/.kg-cache"",
    ]
  `);
});

test('Claude Code: no directory, unreadable, readable in part, two of them', () => {
  const one = { directory: '/home/dev/.claude', failure: null, census, problems: [] };
  expect([
    ...off({ claude: [] }),
    ...off({ claude: [{ ...one, failure: 'EACCES' }] }),
    ...off({
      claude: [{ ...one, problems: [{ code: 'REGISTRY_UNREADABLE', message: '5.json: not a complete record' }] }],
    }),
    ...off({ claude: [one, { ...one, directory: '/work-claude' }] }),
  ]).toMatchInlineSnapshot(`
    [
      "claude-directory warning: no config directory of Claude Code found, so no session can be seen
      > To begin one, run claude; where it lies elsewhere, name it as claude.directories in the user config",
      "claude-records skipped: no session has been read",
      "claude-directory failure: /home/dev/.claude cannot be read
      EACCES
      > To see whose it is, run ls -la /home/dev/.claude",
      "claude-directory warning: /home/dev/.claude holds 2 live records, 0 background jobs, 5 transcripts; part of it could not be read
      5.json: not a complete record
      > To see whose it is, run ls -la /home/dev/.claude; a damaged file can be left where it is",
      "claude-directory ok: /work-claude holds 2 live records, 0 background jobs, 5 transcripts",
      "claude-records ok: 2 versions of Claude Code seen, no damaged line
      Claude Code 2.1.197: 2 sessions
      Claude Code 2.1.330: 8 sessions",
    ]
  `);
});

test('records: nothing read, unknown types, damaged lines', () => {
  const counted = (change: Partial<Census>) =>
    diagnose({ ...well, claude: [{ directory: '/c', failure: null, census: { ...census, ...change }, problems: [] }] })
      .filter(({ id }) => id === 'claude-records')
      .map(line);
  expect([
    ...counted({ versions: {} }),
    ...counted({ unknownRecordTypes: { 'new-thing': 3 } }),
    ...counted({ parseFailures: 1, unknownRecordTypes: { 'new-thing': 3 } }),
  ]).toMatchInlineSnapshot(`
    [
      "claude-records skipped: no session has been read",
      "claude-records ok: 2 versions of Claude Code seen, no damaged line, 1 record type passed over as unknown
      Claude Code 2.1.197: 1 session
      Claude Code 2.1.330: 4 sessions
      unknown type new-thing: 3 records",
      "claude-records warning: 2 versions of Claude Code seen, 1 damaged line passed over, 1 record type passed over as unknown
      Claude Code 2.1.197: 1 session
      Claude Code 2.1.330: 4 sessions
      unknown type new-thing: 3 records
      > A line torn by a crash is harmless; to rule out that kg is too old, run npm install --global keepgoing",
    ]
  `);
});

test('kg on PATH: absent, another copy, the old hook program, the knowledge graph, hidden behind them', () => {
  const self = { path: '/opt/n/bin/kg', is: 'self' } as const;
  const found = (...kg: Facts['programs']['kg']) => off({ programs: { ...well.programs, kg } });
  expect([
    ...found(),
    ...found(self, { path: '/usr/bin/kg', is: 'old' }),
    ...found({ path: '/usr/bin/kg', is: 'keepgoing', version: '0.0.9' }),
    ...found({ path: '/usr/bin/kg', is: 'keepgoing', version: '0.0.9' }, self),
    ...found({ path: '/usr/bin/kg', is: 'old' }, self),
    ...found({ path: '/usr/bin/kg', is: 'graph' }),
    ...found({ path: '/usr/bin/kg', is: 'unknown' }),
  ]).toMatchInlineSnapshot(`
    [
      "kg-on-path skipped: kg is not on PATH; this one runs from /usr/lib/keepgoing/bin/run.js",
      "kg-on-path ok: kg is this one, and hides another
      /opt/n/bin/kg: this kg
      /usr/bin/kg: the hook program of the old KeepGoing",
      "kg-on-path ok: kg is another copy of keepgoing; this one runs from /usr/lib/keepgoing/bin/run.js
      /usr/bin/kg: another copy of keepgoing 0.0.9",
      "kg-on-path warning: kg is another copy of keepgoing than this one
      /usr/bin/kg: another copy of keepgoing 0.0.9
      /opt/n/bin/kg: this kg
      > To see what to take off PATH, run type -a kg",
      "kg-on-path warning: kg is a different program: the hook program of the old KeepGoing
      /usr/bin/kg: the hook program of the old KeepGoing
      /opt/n/bin/kg: this kg
      > To start this one, run git kg, or put its directory first: export PATH=/opt/n/bin:"$PATH"",
      "kg-on-path warning: kg is a different program: the knowledge-graph tool (.kg/graph.db)
      /usr/bin/kg: the knowledge-graph tool (.kg/graph.db)
      > To start this one, run git kg, or put its directory first: export PATH=/usr/lib/keepgoing/bin:"$PATH"",
      "kg-on-path warning: kg is a different program: one that kg does not know
      /usr/bin/kg: one that kg does not know
      > To start this one, run git kg, or put its directory first: export PATH=/usr/lib/keepgoing/bin:"$PATH"",
    ]
  `);
});

test('the old KeepGoing: files, programs, hooks, settings that cannot be read', () => {
  expect([
    ...off({ leftovers: { files: ['/code/shop/.keepgoing/state.json'], hooks: [], unread: [] } }),
    ...off({
      leftovers: { files: ['/a b/.keepgoing/meta.json'], hooks: [], unread: [] },
      programs: { ...well.programs, old: ['/usr/bin/kgd'] },
    }),
    ...off({
      leftovers: {
        files: [],
        hooks: [{ file: '/home/dev/.claude/settings.json', calls: ['kg heartbeat', 'kg statusline'] }],
        unread: ['/x'],
      },
    }),
    ...off({ leftovers: { files: [], hooks: [], unread: ['/x'] } }),
  ]).toMatchInlineSnapshot(`
    [
      "old-files warning: 1 file of it is left, which kg does not use
      /code/shop/.keepgoing/state.json
      > To remove them, run rm -- /code/shop/.keepgoing/state.json",
      "old-files warning: 2 files of it are left, which kg does not use
      /a b/.keepgoing/meta.json
      /usr/bin/kgd
      > To remove them, run rm -- '/a b/.keepgoing/meta.json' /usr/bin/kgd",
      "old-hooks warning: settings still call the old KeepGoing
      /home/dev/.claude/settings.json: kg heartbeat, kg statusline
      could not be looked at: /x
      > To remove the lines that call it, edit /home/dev/.claude/settings.json",
      "old-hooks warning: some settings could not be looked at
      could not be looked at: /x
      > To see why, run ls -l /x",
    ]
  `);
});

test('hooks that got no answer are counted, and only a failure of kg is something to mend', () => {
  const hooks = (faults: readonly (readonly ['failed' | 'unknown event', number])[]) => {
    const log = { count: faults.length, faults: new Map(faults), last: '2026-11-22T11:00:00.000Z' };
    return off({ hooks: { log, files: ['/cache/hooks.log'] } });
  };
  expect([
    ...hooks([['unknown event', 1]]),
    ...hooks([
      ['failed', 1],
      ['unknown event', 1],
    ]),
  ]).toMatchInlineSnapshot(`
    [
      "claude-hooks ok: 1 event was left without an answer, the last at 2026-11-22T11:00:00.000Z
      unknown event: 1",
      "claude-hooks warning: 2 events were left without an answer, the last at 2026-11-22T11:00:00.000Z
      failed: 1
      unknown event: 1
      > To count anew, run rm -f -- /cache/hooks.log",
    ]
  `);
});

test('what kg init sets up: not to have it is no fault, to have it broken is one, with the command that mends it', () => {
  const absent: Checkup = { state: 'absent', faults: [], remarks: [] };
  const hint = 'To set it right, run kg init --claude';
  const turnedOff: Checkup = {
    state: 'broken',
    faults: [
      { code: 'CLAUDE_PLUGIN_OFF', message: 'The plugin is turned off', hint },
      { code: 'CLAUDE_KG_MISSING', message: 'kg is gone', hint },
    ],
    remarks: [],
  };
  expect([
    ...off({ setUp: { gitHook: null, claude: absent } }),
    ...off({ setUp: { gitHook: edited, claude: turnedOff } }),
  ]).toMatchInlineSnapshot(`
    [
      "git-hook skipped: it could not be looked at here",
      "claude-plugin skipped: not set up; kg init --claude does it",
      "git-hook warning: It was edited
      > To see what is off, run kg init --git-hook --check",
      "claude-plugin warning: The plugin is turned off
      kg is gone
      > To set it right, run kg init --claude",
    ]
  `);
  expect(exitCode(diagnose({ ...well, setUp: { gitHook: absent, claude: absent } }))).toBe(0);
  expect(exitCode(diagnose({ ...well, setUp: { gitHook: edited, claude: absent } }))).toBe(1);
});
