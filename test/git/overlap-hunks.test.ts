import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readHunkMemory, saveHunkMemory } from '../../src/overlap/hunk-memory.ts';
import { readLines, readLinesOnce } from '../../src/overlap/lines.ts';
import { openStore } from '../../src/worktrees/store/store.ts';
import { testGit } from '../helpers/budget.ts';
import { place, repo } from '../helpers/repo.ts';

test('hunks are asked of git once, and a memory that is damaged or lacks some is made good', async () => {
  const shop = await repo({ files: { a: '1\n2\n3\n', b: '1\n2\nthree\n', c: '1\r\n2\r\n3\r\n', d: '\0' } });
  const git = testGit();
  const store = openStore({ cache: place('cache'), commonDirectory: join(shop.path, '.git') });
  const at = { git, directory: shop.path, env: store.env };
  const [a = '', b = '', c = '', d = ''] = ['a', 'b', 'c', 'd'].map((name) =>
    shop.git('rev-parse', `HEAD:${name}`).trim(),
  );
  const [edit, endings, added] = [
    { before: a, after: b },
    { before: a, after: c },
    { before: null, after: b },
  ];
  const binary = { before: a, after: d };
  const pairs = [edit, endings, added, binary, { before: a, after: a }];
  const truth = await readLines(at, pairs);
  const processes = async (asked: typeof pairs): Promise<number> => {
    const before = git.started();
    const lines = await readLinesOnce({ place: at, store, pairs: asked });
    expect(asked.map(lines)).toEqual(asked.map(truth));
    return git.started() - before;
  };
  expect(truth(endings)).toEqual([expect.objectContaining({ lineEndings: true })]);
  expect(await processes([edit, endings])).toBe(2);
  expect(await processes([edit, endings])).toBe(0);
  expect(await processes([edit, added])).toBe(2);
  // A binary file has no lines, which an attribute may change: it is asked for each time.
  expect([await processes(pairs), await processes(pairs)]).toEqual([2, 2]);
  expect(await processes([endings, added])).toBe(0);
  const file = join(store.directory, 'hunks.json');
  const whole = readFileSync(file, 'utf8');
  for (const damaged of [
    '',
    '[]',
    '{"format":1}',
    whole.replaceAll(/"pairs":\{.*/gu, `"pairs":{"${a}..${b}":[[1,2]]}}`),
  ]) {
    writeFileSync(file, damaged);
    expect(await processes([edit])).toBe(2);
  }
});

test('the memory of hunks is bounded, and what was used last stays', async () => {
  const store = openStore({ cache: place('cache'), commonDirectory: '/nowhere' });
  const range = { start: 0, end: 1 };
  const hunks = Array.from({ length: 999 }, () => ({ before: range, after: range, digest: 'd', lineEndings: false }));
  const some = (name: string) => new Map(Array.from({ length: 20 }, (_, at) => [`${name}${at}`, hunks]));
  await saveHunkMemory(store, some('old'), new Map());
  await saveHunkMemory(store, some('new'), readHunkMemory(store));
  const kept = [...readHunkMemory(store).keys()];
  const count = (name: string): number => kept.filter((key) => key.startsWith(name)).length;
  expect([count('new'), count('old')]).toEqual([20, 10]);
});
