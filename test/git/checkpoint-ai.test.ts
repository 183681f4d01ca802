import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { beginCheckpoints, onlyCheckpoint } from '../../src/checkpoint.ts';
import { checkpointPlaces } from '../../src/checkpoints/checkpoint-places.ts';
import type { SavedCheckpoint } from '../../src/checkpoints/save.ts';
import { openKg } from '../../src/kg.ts';
import { textOf } from '../helpers/saver.ts';
import { place, repo, type Repo } from '../helpers/repo.ts';

let shop: Repo;
let commonDirectory: string;
beforeAll(async () => {
  shop = await repo({ files: { 'a.txt': 'a\n' } });
  commonDirectory = join(shop.path, '.git');
});

const answer = (result: string) => `echo '${JSON.stringify({ result, total_cost_usd: 0.01 })}'`;

/** Saves while a `claude` on PATH runs these lines of shell, a minute later each time. */
async function summed(lines: string, minute: number): Promise<SavedCheckpoint> {
  const folder = place('bin');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'claude'), `#!/bin/sh\ncat > /dev/null\n${lines}\n`);
  chmodSync(join(folder, 'claude'), 0o755);
  const env = {
    PATH: `${folder}:${process.env['PATH']}`,
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_NOSYSTEM: '1',
  };
  const now = () => new Date(Date.UTC(2026, 10, 22, 12, minute));
  const { platform } = process;
  const kg = await openKg({
    env,
    home: place('home'),
    platform,
    now,
    directory: shop.path,
    concurrency: 2,
    needs: 'project',
  });
  const markdown = ({ id, summary }: { readonly id: string; readonly summary?: { readonly text: string } }) =>
    `${id} ${summary?.text ?? 'facts'}`;
  const begun = await beginCheckpoints(kg, {
    selector: '@',
    by: 'person',
    ai: true,
    markdown,
    resolve: (path) => path,
  });
  return (await onlyCheckpoint(begun)).saved;
}

const entries = () =>
  readdirSync(join(checkpointPlaces(commonDirectory).histories, 'main')).filter((name) => name.endsWith('.json'));

test('the facts are there before a model is asked, and with its answer they are one checkpoint', async () => {
  const look = join(place('look'), 'seen.md');
  mkdirSync(join(look, '..'), { recursive: true });
  const copy = join(shop.path, '.keepgoing/checkpoint.md');
  const { checkpoint, excluded, problems } = await summed(`cp '${copy}' '${look}'\n${answer('OAuth is done.')}`, 0);
  expect(readFileSync(look, 'utf8')).toMatch(/^\S+ facts$/u);
  expect(problems).toEqual([]);
  expect(excluded).toBe(join(commonDirectory, 'info/exclude'));
  expect(checkpoint).toMatchObject({ at: '2026-11-22T12:00:00.001Z', summary: { text: 'OAuth is done.', cost: 0.01 } });
  expect(entries()).toEqual([`${checkpoint.id}.json`]);
  expect(textOf(shop.path, '.keepgoing/checkpoint.md')).toBe(`${checkpoint.id} OAuth is done.`);
});

test('without an answer the facts stay, and say why', async () => {
  const { checkpoint } = await summed('echo Overloaded >&2; exit 1', 1);
  expect(checkpoint).not.toHaveProperty('summary');
  expect(checkpoint.problems.map(({ code, message }) => [code, message])).toMatchInlineSnapshot(`
    [
      [
        "SUMMARY_FAILED",
        "No summary was written: claude: exit code 1: Overloaded",
      ],
    ]
  `);
  expect(entries()).toHaveLength(2);
});

test('when the answer cannot be saved, the facts stay as they were', async () => {
  const { claims } = checkpointPlaces(commonDirectory);
  const { checkpoint, problems } = await summed(`rm -r '${claims}'; touch '${claims}'\n${answer('Lost.')}`, 2);
  expect(problems.map(({ code }) => code)).toEqual(['SUMMARY_FAILED']);
  expect(entries()).toContain(`${checkpoint.id}.json`);
  expect(textOf(shop.path, '.keepgoing/checkpoint.md')).toBe(`${checkpoint.id} facts`);
});
