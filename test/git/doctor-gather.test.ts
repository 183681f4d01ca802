import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Facts } from '../../src/doctor/facts.ts';
import { gatherFacts } from '../../src/doctor/gather.ts';
import { findPrograms } from '../../src/doctor/path-search.ts';

let root = '';
/** PATH holds git and nothing else, so that no program of this machine is found. */
beforeEach(async () => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'kg-doctor-')));
  for (const name of ['shop', 'home/.claude', 'bin']) mkdirSync(join(root, name), { recursive: true });
  const [git = ''] = await findPrograms('git', { env: process.env, platform: 'linux' });
  symlinkSync(git, join(root, 'bin/git'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
}

/** A program on PATH that leaves a note when it is run. */
function program(name: string, text: string): void {
  write({ [name]: `#!/bin/sh\nPATH=/usr/bin:/bin\necho run >> '${join(root, 'ran')}'\n${text}\n` });
  chmodSync(join(root, name), 0o755);
}

async function gather(env: Readonly<Record<string, string>> = {}, directory = join(root, 'shop')): Promise<Facts> {
  const facts = await gatherFacts({
    env: {
      PATH: join(root, 'bin'),
      ...env,
    },
    home: join(root, 'home'),
    platform: 'linux',
    directory,
    now: () => new Date('2026-11-22T12:00:00Z'),
    node: { version: 'v24.0.0', path: '/usr/bin/node' },
    self: join(root, 'kg/bin/run.js'),
  });
  return facts;
}

function mask(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value).replaceAll(root, '<root>'));
}

function init(): void {
  execFileSync('git', ['init', '--quiet', '--initial-branch', 'main', join(root, 'shop')]);
}

test('on an empty machine every fact is there, and nothing has been written', async () => {
  const { git, node, ...facts } = await gather();
  expect(git).toMatchObject({ version: expect.stringMatching(/^\d+\.\d+/u), failure: null });
  expect(node.version).toBe('v24.0.0');
  expect(mask({ ...facts, agents: facts.agents.state === 'unasked', programs: facts.programs.self }))
    .toMatchInlineSnapshot(`
      {
        "agents": true,
        "cache": {
          "directory": "<root>/home/.cache/keepgoing",
          "failure": null,
          "nearest": "<root>/home",
        },
        "claude": [
          {
            "census": {
              "jobs": 0,
              "parseFailures": 0,
              "registryRecords": 0,
              "transcripts": 0,
              "unknownRecordTypes": {},
              "versions": {},
            },
            "directory": "<root>/home/.claude",
            "failure": null,
            "problems": [],
          },
        ],
        "config": {
          "invalid": null,
          "problems": [],
          "sources": [],
        },
        "hooks": {
          "files": [
            "<root>/home/.cache/keepgoing/whisper/hooks.log",
            "<root>/home/.cache/keepgoing/whisper/hooks.old.log",
          ],
          "log": {
            "count": 0,
            "faults": {},
            "last": null,
          },
        },
        "leftovers": {
          "files": [],
          "hooks": [],
          "unread": [],
        },
        "platform": "linux",
        "programs": "<root>/kg/bin/run.js",
        "repository": {
          "directory": "<root>/shop",
          "state": "none",
        },
        "setUp": {
          "claude": {
            "faults": [],
            "remarks": [],
            "state": "absent",
          },
          "gitHook": null,
        },
      }
    `);
  expect(existsSync(join(root, 'home/.cache'))).toBe(false);
});

test('the repository, its config and what the old KeepGoing left in both places', async () => {
  init();
  write({
    'shop/.keepgoingrc': 'list: { sort: ned }\n',
    'shop/.keepgoing/state.json': '{}',
    'shop/.keepgoing/checkpoint.md': 'kept',
    'home/.keepgoing/keepgoing-global.db': '',
    'home/.keepgoing/mascot/state.json': '{}',
    'home/.claude/settings.json': JSON.stringify({
      env: { SECRET: 'hunter2' },
      hooks: { Stop: [{ hooks: [{ type: 'command', command: 'kg heartbeat --token hunter2' }] }] },
    }),
    'shop/.mcp.json':
      '{ "mcpServers": { "keepgoing": { "command": "npx", "args": ["-y", "@keepgoingdev/mcp-server"] } } }',
    'shop/.claude/settings.json': '{ "hooks": { "Stop": [{ "command": "keepgoing save --hook" }] } }',
    'shop/.claude/settings.local.json': 'no JSON: kg heartbeat',
    'home/.claude.json': '{ "note": "this kg has a heartbeat" }',
  });
  const { repository, config, leftovers } = await gather();
  expect(mask({ repository, invalid: config.invalid, leftovers })).toMatchInlineSnapshot(`
    {
      "invalid": {
        "column": 15,
        "expected": [
          "need",
          "activity",
          "branch",
          "path",
        ],
        "file": "<root>/shop/.keepgoingrc",
        "key": "list.sort",
        "line": 1,
        "nearest": "need",
        "reason": "bad-value",
        "value": "ned",
      },
      "leftovers": {
        "files": [
          "<root>/shop/.keepgoing/state.json",
          "<root>/home/.keepgoing/keepgoing-global.db",
        ],
        "hooks": [
          {
            "calls": [
              "kg heartbeat",
            ],
            "file": "<root>/home/.claude/settings.json",
          },
          {
            "calls": [
              "keepgoing --hook",
            ],
            "file": "<root>/shop/.claude/settings.json",
          },
          {
            "calls": [
              "@keepgoingdev/mcp-server",
            ],
            "file": "<root>/shop/.mcp.json",
          },
        ],
        "unread": [],
      },
      "repository": {
        "root": "<root>/shop",
        "state": "open",
        "worktrees": 1,
      },
    }
  `);
  expect(JSON.stringify(leftovers)).not.toContain('hunter2');
});

test('every kg on PATH is told apart by its file, and none is run', async () => {
  write({ 'kg/bin/run.js': '', 'kg/package.json': '{ "name": "keepgoing", "version": "0.1.0", "bin": {} }' });
  const places = ['self', 'starter', 'copy/bin', 'shim', 'old', 'graph', 'unknown', 'plain'];
  mkdirSync(join(root, 'self'));
  symlinkSync('../kg/bin/run.js', join(root, 'self/kg'));
  chmodSync(join(root, 'kg/bin/run.js'), 0o755);
  write({ 'copy/package.json': '{ "name": "keepgoing", "version": "0.0.9", "bin": {} }' });
  program('copy/bin/kg', '');
  program('starter/kg', `exec /opt/node/bin/node '${join(root, 'kg/bin/run.js')}' "$@"`);
  program('shim/kg', 'exec node ../node_modules/keepgoing/bin/run.js');
  program('old/kg', `${'\u0000'.repeat(1024 * 1024 - 100)}KeepGoing ... heartbeat`);
  program('old/kgd', 'keepgoing heartbeat');
  program('graph/kg', 'sqlite3 .kg/graph.db');
  program('graph/kgp', 'something else');
  program('unknown/kg', 'true');
  write({ 'plain/kg': 'not executable' });
  const path = [...places.map((name) => join(root, name)), '.', 'relative'].join(delimiter);
  const { programs, git } = await gather({ PATH: path });
  expect(mask(programs)).toMatchInlineSnapshot(`
    {
      "kg": [
        {
          "is": "self",
          "path": "<root>/self/kg",
        },
        {
          "is": "self",
          "path": "<root>/starter/kg",
        },
        {
          "is": "keepgoing",
          "path": "<root>/copy/bin/kg",
          "version": "0.0.9",
        },
        {
          "is": "keepgoing",
          "path": "<root>/shim/kg",
        },
        {
          "is": "old",
          "path": "<root>/old/kg",
        },
        {
          "is": "graph",
          "path": "<root>/graph/kg",
        },
        {
          "is": "unknown",
          "path": "<root>/unknown/kg",
        },
      ],
      "old": [
        "<root>/old/kgd",
      ],
      "self": "<root>/kg/bin/run.js",
    }
  `);
  expect(git).toEqual({ version: null, path: null, failure: 'GIT_MISSING' });
  expect(existsSync(join(root, 'ran'))).toBe(false);
});

test('Claude Code is asked from the home directory, with nothing to read from, and only when it knows the command', async () => {
  write({ 'home/.claude.json': '{}' });
  const agents = async (script: string) => {
    program('bin/claude', script);
    return mask((await gather()).agents);
  };
  const answer = '[{"pid":1,"sessionId":"a","kind":"interactive","status":"idle"}]';
  const version = 'if [ "$1" = --version ]; then echo "2.1.330 (Claude Code)"; exit; fi';
  expect([
    await agents(`${version}; cat; pwd > '${join(root, 'where')}'; echo '${answer}'`),
    await agents(`${version}; echo "unknown command" >&2; exit 3`),
    await agents(`${version}; echo "words"`),
    await agents(
      `if [ "$1" = --version ]; then echo "1.0.9 (Claude Code)"; else touch '${join(root, 'prompted')}'; fi`,
    ),
    await agents('exit 1'),
  ]).toMatchInlineSnapshot(`
    [
      {
        "after": [],
        "agents": [
          {
            "kind": "interactive",
            "pid": 1,
            "sessionId": "a",
            "status": "idle",
          },
        ],
        "before": [],
        "program": "<root>/bin/claude",
        "state": "answered",
      },
      {
        "program": "<root>/bin/claude",
        "says": "exit code 3: unknown command",
        "state": "failed",
      },
      {
        "program": "<root>/bin/claude",
        "says": "an answer that is no list of sessions",
        "state": "failed",
      },
      {
        "program": "<root>/bin/claude",
        "says": "version 1.0.9 does not know the command",
        "state": "failed",
      },
      {
        "program": "<root>/bin/claude",
        "says": "exit code 1",
        "state": "failed",
      },
    ]
  `);
  expect(readFileSync(join(root, 'where'), 'utf8')).toBe(`${join(root, 'home')}\n`);
  expect(existsSync(join(root, 'prompted'))).toBe(false);
});

test('Claude Code is not asked where that would make it write its first files', async () => {
  rmSync(join(root, 'home/.claude'), { recursive: true });
  program('bin/claude', 'echo 2.1.330');
  expect((await gather()).agents).toEqual({ state: 'unasked' });
  mkdirSync(join(root, 'home/.claude'));
  expect((await gather()).agents).toEqual({ state: 'unasked' });
  write({ 'home/.claude.json': '{}' });
  expect((await gather({ CLAUDE_CONFIG_DIR: join(root, 'nowhere') })).agents).toEqual({ state: 'unasked' });
  expect(existsSync(join(root, 'ran'))).toBe(false);
});
