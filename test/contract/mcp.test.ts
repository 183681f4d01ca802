import { beforeAll, expect, test } from 'vitest';
import Checkpoint from '../../src/commands/checkpoint.ts';
import Drift from '../../src/commands/drift.ts';
import List from '../../src/commands/list.ts';
import Overlap from '../../src/commands/overlap.ts';
import Who from '../../src/commands/who.ts';
import { openKg } from '../../src/kg.ts';
import { served } from '../../src/mcp/served.ts';
import { tools } from '../../src/mcp/tools.ts';
import { runCommand } from '../helpers/command.ts';
import { shopWorld, type ShopWorld } from '../helpers/world.ts';

/** What the command says with --json, and what the tool of the same name answers to the same question. */
const questions = {
  list: { command: List, argv: ['--finished'], given: { finished: true } },
  overlap: { command: Overlap, argv: ['@', '--level', 'conflict'], given: { a: '@', level: 'conflict' } },
  who: { command: Who, argv: ['session.ts'], given: { path: 'session.ts' } },
  drift: { command: Drift, argv: ['@'], given: { a: '@' } },
  checkpoint: { command: Checkpoint, argv: ['-m', 'noted'], given: { message: 'noted' } },
};

let world: ShopWorld;
beforeAll(async () => {
  world = await shopWorld();
});

function answer(name: string, given: Readonly<Record<string, unknown>>, directory = world.auth.path) {
  const tool = tools.find((one) => one.name === name);
  if (tool === undefined) throw new Error(`no tool ${name}`);
  const { home, now } = world;
  const env = { PATH: process.env['PATH'], GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' };
  const open = (where: string) =>
    openKg({
      env,
      home,
      platform: process.platform,
      now: () => now,
      directory: where,
      concurrency: 2,
      needs: 'project',
    });
  return served(tool, { home, directory: () => directory, open }).answer(given);
}

test('every tool has a question here', () => {
  expect(tools.map(({ name }) => name)).toEqual(Object.keys(questions));
});

test.for(Object.entries(questions))('%s answers as the command does', async ([name, { command, argv, given }]) => {
  const { auth, home, now } = world;
  // The first checkpoint of all has none before it to tell of.
  if (name === 'checkpoint') await answer(name, given);
  const said = await runCommand(command, [...argv, '--json'], { directory: auth.path, home, now });
  const told = await answer(name, given);
  expect(told.failed).toBe(false);
  // Two checkpoints have each an id of its own.
  const plain = (text: string) => text.replaceAll(/\d{8}T\d{9}Z-[\da-f]+/gu, '<id>');
  expect(plain(told.text)).toBe(plain(said.stdout));
});

test('an error is the one of the command, and a directory of its own may be asked about', async () => {
  const { auth, home, now, cart } = world;
  const said = await runCommand(Overlap, ['nowhere', '--json'], { directory: auth.path, home, now });
  expect(await answer('overlap', { a: 'nowhere' })).toEqual({ text: said.stdout, failed: true });
  expect((await answer('list', { directory: '/' })).failed).toBe(true);
  const { text } = await answer('list', { directory: cart.path });
  expect(/"branch": "([^"]+)",[^{}]*"current": true/u.exec(text)?.[1]).toBe('feature/cart');
});
