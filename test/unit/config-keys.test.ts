import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { checkConfig } from '../../src/config/check.ts';
import { environmentName, everyKey } from '../../src/config/keys.ts';
import { parseConfigText } from '../../src/config/text.ts';
import { parseDuration, type Plain } from '../../src/config/types.ts';

const example = readFileSync(new URL('../../.keepgoingrc.example', import.meta.url), 'utf8');

test('every default and every example is a value of its key, and they differ', () => {
  const missing = everyKey.filter(
    (key) => key.type.read(key.default) === undefined || key.type.read(key.example) === undefined,
  );
  expect(missing.map((key) => key.name)).toEqual([]);
  for (const key of everyKey) expect(key.example).not.toEqual(key.default);
});

test('the variable of a key follows from its name, and no two keys share one', () => {
  expect(everyKey.map((key) => environmentName(key.name))).toMatchInlineSnapshot(`
    [
      "KG_TRUNK",
      "KG_PROJECTS",
      "KG_CLAUDE_DIRECTORIES",
      "KG_CLAUDE_ASK",
      "KG_LIST_SORT",
      "KG_LIST_FINISHED_AFTER",
      "KG_HOOK_BLOCK",
      "KG_HOOK_TIMEOUT",
      "KG_CHECKPOINTS_EVERY",
      "KG_CHECKPOINTS_KEEP",
      "KG_CHECKPOINTS_KEEP_REMOVED",
      "KG_CHECKPOINTS_SKIP",
      "KG_CHECKPOINTS_TESTS",
      "KG_CHECK_WEIGHTS",
      "KG_GIT_TIMEOUT",
      "KG_TRAY_OPEN",
      "KG_TRAY_JUMP",
      "KG_TRAY_NOTIFY",
      "KG_TRAY_QUIET_HOURS",
    ]
  `);
  expect(new Set(everyKey.map((key) => environmentName(key.name))).size).toBe(everyKey.length);
});

test('the example file sets every key to its default', () => {
  const { tree, faults } = parseConfigText(example);
  expect(faults).toEqual([]);
  const { values, faults: wrong } = checkConfig(tree, 'user');
  expect(wrong).toEqual([]);
  // A key without a value is not set, so a default of null must be shown to stand there.
  expect(Object.fromEntries(values)).toEqual(
    Object.fromEntries(everyKey.filter((key) => key.default !== null).map((key) => [key.name, key.default])),
  );
  for (const key of everyKey.filter((one) => one.default === null)) expect(example).toContain(`\n${key.name}: null\n`);
});

test('the example file says of every key all that its definition says', () => {
  for (const key of everyKey) {
    const { expected, item } = key.type;
    const last = key.name.split('.').at(-1) ?? '';
    const indent = key.name.includes('.') ? '  ' : '';
    const type = typeof expected === 'string' ? expected : `one of ${expected.join(', ')}`;
    const another = `Another value: ${written(key.example)}`;
    expect(example).toContain(
      [
        `# ${key.means}`,
        `# ${type.charAt(0).toUpperCase()}${type.slice(1)}. Environment: ${environmentName(key.name)}${item ? ', split like PATH' : ''}`,
        `# ${key.who === 'user' ? "Only in the user's config. " : ''}${another}`,
        `${last}: ${written(key.default)}`,
      ]
        .map((line) => `${indent}${line}\n`)
        .join(''),
    );
  }
});

test('the example file fits a page of 120 columns', () => {
  expect(example.split('\n').filter((line) => line.length > 120)).toEqual([]);
});

test('a duration is a whole number and a unit, and nothing else', () => {
  const texts = [
    '0s',
    '500ms',
    '30s',
    '15m',
    '24h',
    '7d',
    '2w',
    '',
    's',
    '1',
    '-1s',
    '1.5h',
    '1 h',
    '1H',
    '1h30m',
    '9999999s',
    '٣s',
  ];
  expect(Object.fromEntries(texts.map((text) => [text, parseDuration(text)]))).toMatchInlineSnapshot(`
    {
      "": null,
      "-1s": null,
      "0s": 0,
      "1": null,
      "1 h": null,
      "1.5h": null,
      "15m": 900000,
      "1H": null,
      "1h30m": null,
      "24h": 86400000,
      "2w": 1209600000,
      "30s": 30000,
      "500ms": 500,
      "7d": 604800000,
      "9999999s": null,
      "s": null,
      "٣s": null,
    }
  `);
});

test('what a key refuses', () => {
  const tried: Readonly<Record<string, readonly Plain[]>> = {
    trunk: ['', '-x', 'a b', 'a\u0007b', 'a^', 5, true, []],
    projects: ['~/x', ['x'], ['./x'], ['~other/x'], [5], ['/a\nb'], [['/a']]],
    'list.sort': ['Need', '', 5, ['need']],
    'list.finishedAfter': [24, '24', 'never', '3651d'],
    'hook.block': ['Conflict', 'same', true],
    'hook.timeout': ['99ms', '2m', 1500],
    'git.timeout': ['0s', '999ms', '2h', ''],
  };
  const accepted = everyKey.flatMap((key) =>
    (tried[key.name] ?? []).filter((plain) => key.type.read(plain) !== undefined),
  );
  expect(accepted).toEqual([]);
});

function written(value: Plain): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
