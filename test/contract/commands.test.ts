import { Config } from '@oclif/core';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

/** What scripts rely on: no command, flag or argument of it goes away or changes its letter unnoticed. */
test('the commands and their flags are a contract', async () => {
  const contract = (await describeCommands()).map(({ id, args, flags }) => ({
    command: id,
    args: Object.keys(args),
    flags: Object.values(flags)
      .map(({ name, char }) => (char === undefined ? name : `${name} (-${char})`))
      .toSorted((a, b) => (a < b ? -1 : 1)),
  }));
  await expect(`${JSON.stringify(contract, null, 2)}\n`).toMatchFileSnapshot('commands.snap');
});

test('every command says what it answers, and shows how', async () => {
  const silent = (await describeCommands()).filter(
    ({ summary, examples }) => !summary || summary.endsWith('.') || (examples ?? []).length === 0,
  );
  expect(silent.map(({ id }) => id)).toEqual([]);
});

test('no argument takes what comes on standard input for its own', async () => {
  const classes = await Promise.all((await describeCommands()).map((command) => command.load()));
  const greedy = classes.flatMap(({ id, args }) =>
    Object.entries(args).flatMap(([name, one]) => (one.ignoreStdin === true ? [] : [`${id} ${name}`])),
  );
  expect(greedy).toEqual([]);
});

test('every command speaks JSON, but those whose output is not theirs to choose', async () => {
  const mute = (await describeCommands()).filter(({ flags }) => !('json' in flags)).map(({ id }) => id);
  expect(mute).toEqual(mute.filter((id) => id in speaksOtherwise));
});

/** Commands without JSON, and what decides what they print. */
const speaksOtherwise: Readonly<Record<string, string>> = {
  demo: 'the command that is run in it',
  'hook:claude': 'the format of answers to hooks of Claude Code',
  mcp: 'the Model Context Protocol',
};

/** As oclif sees them, from the sources. */
async function describeCommands() {
  const pjson: unknown = JSON.parse(readFileSync('package.json', 'utf8'));
  if (typeof pjson !== 'object' || pjson === null || !('oclif' in pjson))
    throw new Error('package.json names no commands');
  const fromSource = {
    ...pjson,
    name: 'keepgoing',
    version: '0.0.0',
    oclif: { bin: 'kg', dirname: 'keepgoing', commands: './src/commands' },
  };
  const config = await Config.load({ root: process.cwd(), ignoreManifest: true, pjson: fromSource });
  return config.commands.toSorted((a, b) => (a.id < b.id ? -1 : 1));
}
