import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readConfig, type ConfigReading } from '../../src/config.ts';
import { KgError } from '../../src/errors.ts';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'kg-config-'));
  mkdirSync(join(root, 'main'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
}

async function read(
  env: Readonly<Record<string, string>> = {},
  mainWorktree: string | null = join(root, 'main'),
): Promise<ConfigReading> {
  const reading = await readConfig({ mainWorktree, env, home: join(root, 'home'), platform: 'linux' });
  return mask(reading);
}

async function failure(env: Readonly<Record<string, string>> = {}): Promise<unknown> {
  const error = await read(env).catch((cause: unknown) => cause);
  return error instanceof KgError ? mask({ code: error.code, ...error.details }) : error;
}

function mask<Value>(value: Value): Value {
  const masked: Value = JSON.parse(JSON.stringify(value).replaceAll(root, '<root>'));
  return masked;
}

test('without any file every key has its default', async () => {
  expect(await read()).toMatchInlineSnapshot(`
    {
      "config": {
        "check": {
          "weights": {},
        },
        "checkpoints": {
          "every": 300000,
          "keep": 20,
          "keepRemoved": 7776000000,
          "skip": [],
          "tests": [],
        },
        "claude": {
          "ask": "never",
          "directories": [],
        },
        "git": {
          "timeout": 30000,
        },
        "hook": {
          "block": "never",
          "timeout": 1500,
        },
        "list": {
          "finishedAfter": 86400000,
          "sort": "need",
        },
        "projects": [],
        "tray": {
          "jump": [],
          "notify": [
            "waiting",
            "crashed",
            "conflict",
          ],
          "open": [],
          "quietHours": "never",
        },
        "trunk": null,
      },
      "problems": [],
      "sources": [],
    }
  `);
});

test('environment outranks the main worktree, which outranks the user', async () => {
  const { config: defaults } = await read();
  write({
    'home/.config/keepgoing/config.yaml':
      'trunk: user\nprojects: [~/a, /b]\nclaude: { directories: [~/.claude-two] }\nlist: { sort: path, finishedAfter: 1d }\n',
    'main/.keepgoingrc': 'trunk: repository\nlist: { sort: branch }\n',
  });
  const { config, ...rest } = await read({ KG_TRUNK: 'environment', KG_GIT_TIMEOUT: '5s', KG_LIST_SORT: '' });
  expect(config).toEqual({
    ...defaults,
    trunk: 'environment',
    projects: ['<root>/home/a', '/b'],
    claude: { ask: 'never', directories: ['<root>/home/.claude-two'] },
    git: { timeout: 5000 },
    list: { finishedAfter: 86_400_000, sort: 'branch' },
  });
  expect(rest).toMatchInlineSnapshot(`
    {
      "problems": [],
      "sources": [
        {
          "from": "environment",
          "keys": [
            "trunk",
          ],
          "where": "KG_TRUNK",
        },
        {
          "from": "environment",
          "keys": [
            "git.timeout",
          ],
          "where": "KG_GIT_TIMEOUT",
        },
        {
          "from": "repository",
          "keys": [
            "trunk",
            "list.sort",
          ],
          "where": "<root>/main/.keepgoingrc",
        },
        {
          "from": "user",
          "keys": [
            "trunk",
            "projects",
            "claude.directories",
            "list.sort",
            "list.finishedAfter",
          ],
          "where": "<root>/home/.config/keepgoing/config.yaml",
        },
      ],
    }
  `);
});

test('every place is read, JSON or YAML, and an empty file sets nothing', async () => {
  const places = [
    '.keepgoingrc',
    '.keepgoingrc.json',
    '.keepgoingrc.yaml',
    '.keepgoingrc.yml',
    '.config/keepgoingrc',
    '.config/keepgoingrc.json',
    '.config/keepgoingrc.yaml',
    '.config/keepgoingrc.yml',
  ];
  for (const place of places) {
    write({ [`main/${place}`]: '{ "trunk": "here" }' });
    expect({ place: place, ...(await read()) }).toMatchObject({
      place: place,
      config: { trunk: 'here' },
      sources: [{ where: `<root>/main/${place}` }],
      problems: [],
    });
    write({ [`main/${place}`]: ' \n' });
    expect({ place: place, ...(await read()) }).toMatchObject({
      place: place,
      config: { trunk: null },
      sources: [{ keys: [] }],
    });
    rmSync(join(root, 'main', place));
  }
  for (const name of ['config.json', 'config.yaml', 'config.yml']) {
    write({ [`xdg/keepgoing/${name}`]: 'trunk: here' });
    expect({ place: name, ...(await read({ XDG_CONFIG_HOME: join(root, 'xdg') }, null)) }).toMatchObject({
      place: name,
      config: { trunk: 'here' },
    });
    expect({ place: name, ...(await read({ XDG_CONFIG_HOME: 'xdg' }, null)) }).toMatchObject({
      place: name,
      config: { trunk: null },
      sources: [],
    });
    rmSync(join(root, 'xdg'), { recursive: true });
  }
});

test('a file saved as UTF-16 is read', async () => {
  writeFileSync(join(root, 'main/.keepgoingrc.yaml'), Buffer.from('\uFEFFtrunk: ünï\n', 'utf16le'));
  expect(await read()).toMatchObject({ config: { trunk: 'ünï' } });
});

test('on Windows the user config lies in the roaming application data', async () => {
  write({ 'Roaming/keepgoing/config.yaml': 'trunk: there\n' });
  const reading = await readConfig({
    mainWorktree: null,
    env: { APPDATA: join(root, 'Roaming') },
    home: root,
    platform: 'win32',
  });
  expect(reading.config.trunk).toBe('there');
});

test('neither package.json nor a linked worktree nor a parent directory is looked at', async () => {
  write({
    'main/package.json': '{ "keepgoing": { "trunk": "package" } }',
    'main/package.yaml': 'keepgoing: { trunk: package }',
    'main/.config/config.yaml': 'keepgoing: { trunk: meta }\ncosmiconfig: { searchPlaces: [evil.yaml] }',
    'main/.claude/worktrees/agent/.keepgoingrc': 'trunk: agent',
    'main/keepgoing.config.json': '{ "trunk": "other" }',
    '.keepgoingrc': 'trunk: parent',
    'home/.keepgoingrc': 'trunk: home',
  });
  expect(await read()).toMatchObject({ config: { trunk: null }, sources: [], problems: [] });
});

test('what only the user may set is ignored in a repository, and so is a second file; both are said', async () => {
  const { config: defaults } = await read();
  write({
    'main/.keepgoingrc': 'trunk: a\nprojects: [/]\ngit: { timeout: 1s }\n',
    'main/.config/keepgoingrc.yml': 'trunk: b',
  });
  const { config, ...rest } = await read();
  expect(config).toEqual({ ...defaults, trunk: 'a' });
  expect(rest).toMatchInlineSnapshot(`
    {
      "problems": [
        {
          "code": "CONFIG_IGNORED",
          "message": "<root>/main/.keepgoingrc line 2: projects is ignored, since only the user's own config may set it",
        },
        {
          "code": "CONFIG_IGNORED",
          "message": "<root>/main/.keepgoingrc line 3: git.timeout is ignored, since only the user's own config may set it",
        },
        {
          "code": "CONFIG_IGNORED",
          "message": "<root>/main/.config/keepgoingrc.yml is ignored, since <root>/main/.keepgoingrc counts",
        },
      ],
      "sources": [
        {
          "from": "repository",
          "keys": [
            "trunk",
          ],
          "where": "<root>/main/.keepgoingrc",
        },
      ],
    }
  `);
});

test('no import is followed', async () => {
  write({ 'main/.keepgoingrc': '$import: ./base.yaml\n', 'main/base.yaml': 'trunk: base\n' });
  expect(await failure()).toMatchInlineSnapshot(`
    {
      "code": "CONFIG_INVALID",
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
      "file": "<root>/main/.keepgoingrc",
      "key": "$import",
      "line": 1,
      "reason": "unknown-key",
    }
  `);
});

test('all faults of one file are one error', async () => {
  write({ 'main/.keepgoingrc.json': '{\n  "list": { "sort": "ned" },\n  "trnk": "main"\n}\n' });
  expect(await failure()).toMatchInlineSnapshot(`
    {
      "code": "CONFIG_INVALID",
      "file": "<root>/main/.keepgoingrc.json",
      "mistakes": [
        {
          "column": 21,
          "expected": [
            "need",
            "activity",
            "branch",
            "path",
          ],
          "key": "list.sort",
          "line": 2,
          "nearest": "need",
          "reason": "bad-value",
          "value": "ned",
        },
        {
          "column": 3,
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
          "line": 3,
          "nearest": "trunk",
          "reason": "unknown-key",
        },
      ],
    }
  `);
});

test('a bad variable is named', async () => {
  expect(await failure({ KG_LIST_SORT: 'activty' })).toMatchInlineSnapshot(`
    {
      "code": "CONFIG_INVALID",
      "expected": [
        "need",
        "activity",
        "branch",
        "path",
      ],
      "key": "list.sort",
      "nearest": "activity",
      "reason": "bad-value",
      "value": "activty",
      "variable": "KG_LIST_SORT",
    }
  `);
});

test('a file that cannot be what it should be is refused, not passed over', async () => {
  const file = join(root, 'main/.keepgoingrc');
  const found: unknown[] = [];
  const note = async () => {
    found.push(await failure());
    rmSync(file, { recursive: true, force: true });
  };
  mkdirSync(file);
  await note();
  writeFileSync(file, '#'.repeat(64 * 1024 + 1));
  await note();
  write({ 'main/real.yaml': 'trunk: linked' });
  symlinkSync('real.yaml', file);
  await note();
  symlinkSync('nowhere', file);
  await note();
  symlinkSync('/dev/zero', file);
  await note();
  symlinkSync('.keepgoingrc', file);
  await note();
  expect(found).toMatchInlineSnapshot(`
    [
      {
        "code": "CONFIG_INVALID",
        "expected": "a regular file",
        "file": "<root>/main/.keepgoingrc",
        "message": "cannot be read: it is no regular file",
        "reason": "unreadable",
      },
      {
        "code": "CONFIG_INVALID",
        "expected": "at most 64 KiB",
        "file": "<root>/main/.keepgoingrc",
        "message": "cannot be read: it is 65537 bytes long",
        "reason": "unreadable",
      },
      {
        "code": "CONFIG_INVALID",
        "expected": "a regular file in its place",
        "file": "<root>/main/.keepgoingrc",
        "message": "cannot be read: it is reached through a symbolic link",
        "reason": "unreadable",
      },
      {
        "code": "CONFIG_INVALID",
        "expected": "a regular file in its place",
        "file": "<root>/main/.keepgoingrc",
        "message": "cannot be read: it is reached through a symbolic link",
        "reason": "unreadable",
      },
      {
        "code": "CONFIG_INVALID",
        "expected": "a regular file in its place",
        "file": "<root>/main/.keepgoingrc",
        "message": "cannot be read: it is reached through a symbolic link",
        "reason": "unreadable",
      },
      {
        "code": "CONFIG_INVALID",
        "expected": "a regular file in its place",
        "file": "<root>/main/.keepgoingrc",
        "message": "cannot be read: it is reached through a symbolic link",
        "reason": "unreadable",
      },
    ]
  `);
});

test('a link in the place of .config is refused; the links of the user are followed', async () => {
  write({ 'elsewhere/keepgoingrc': 'trunk: a', 'dotfiles/kg.yaml': 'trunk: mine' });
  symlinkSync('../elsewhere', join(root, 'main/.config'));
  expect(await failure()).toMatchObject({ reason: 'unreadable', file: '<root>/main/.config/keepgoingrc' });
  rmSync(join(root, 'main/.config'));
  mkdirSync(join(root, 'home/.config/keepgoing'), { recursive: true });
  symlinkSync('../../../dotfiles/kg.yaml', join(root, 'home/.config/keepgoing/config.yaml'));
  expect(await read()).toMatchObject({ config: { trunk: 'mine' } });
});

test.skipIf(process.getuid?.() === 0)('a file without permission is refused, not passed over', async () => {
  write({ 'main/.keepgoingrc': 'trunk: a' });
  chmodSync(join(root, 'main/.keepgoingrc'), 0);
  expect(await failure()).toMatchObject({ reason: 'unreadable', message: 'cannot be read: EACCES' });
});
