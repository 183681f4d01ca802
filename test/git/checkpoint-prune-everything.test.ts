/** Taking away all that checkpoints have put into a repository, to the byte. */
import { existsSync, mkdirSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { claim } from '../../src/checkpoints/code/claims.ts';
import { pruneEverything, readTraces } from '../../src/checkpoints/history/prune-everything.ts';
import { testGit } from '../helpers/budget.ts';
import { readOnlyProof } from '../helpers/read-only.ts';
import { repo, type Checkout } from '../helpers/repo.ts';
import { noon, saverOf, textOf, writer } from '../helpers/saver.ts';

/** How the list of ignored files can be before. */
const lists: readonly (readonly [string, (shop: Checkout) => void])[] = [
  ['is not there, nor its folder', () => {}],
  ['is not there', (shop) => mkdirSync(join(shop.path, '.git/info'))],
  ['is empty', (shop) => list(shop, '')],
  ['ends in the middle of a line', (shop) => list(shop, '*.log')],
  ['ends with a line', (shop) => list(shop, '# mine\r\n*.l\xf6g\n')],
  [
    'is a link to a shared one',
    (shop) => {
      mkdirSync(join(shop.path, '.git/info'));
      writeFileSync(join(shop.path, '../shared'), '*.log\n');
      symlinkSync('../../../shared', join(shop.path, '.git/info/exclude'));
    },
  ],
];

test('a repository with three worktrees is as before to the byte, however its list of ignored files was', async () => {
  const shop = await repo({ files: { 'a.txt': 'a\n' } });
  const trees = [shop, shop.worktree('auth'), shop.worktree('cart')];
  for (const [index, { edit }] of trees.entries()) edit({ 'a.txt': `${index}\n`, 'new.txt': `${index}\n` });
  for (const [how, prepare] of lists) {
    for (const name of ['.git/info', '../shared']) shop.edit({ [name]: null });
    prepare(shop);
    const shared = existsSync(join(shop.path, '../shared')) ? [join(shop.path, '../shared')] : [];
    const proof = readOnlyProof([...trees.map(({ path }) => path), ...shared]);
    const options = await optionsOf(trees);
    for (const { path } of trees) await (await saverOf(path)).save();
    expect(textOf(shop.path, '.git/info/exclude')).toContain('/.keepgoing/\n');
    const shown = readOnlyProof(trees.map(({ path }) => path));
    const traces = await readTraces(options);
    expect(shown.differences()).toEqual([]);
    expect([traces.pruned.removed.length, traces.copies.length, traces.excluded]).toEqual([
      3,
      3,
      join(shop.path, '.git/info/exclude'),
    ]);
    expect(await pruneEverything(options, traces)).toMatchObject({ done: true, stayed: [] });
    expect({ how, differences: lasting(proof) }).toEqual({ how, differences: [] });
  }
});

test('what kg did not write stays: other files, tracked ones, what is behind a link, a line of the person, a git hook', async () => {
  const shop = await repo({ files: { 'a.txt': 'a\n' } });
  const [auth, cart, away] = ['auth', 'cart', 'away'].map((name) => shop.worktree(name));
  if (auth === undefined || cart === undefined || away === undefined) throw new Error('no worktrees');
  auth.edit({ '.keepgoing/meta.json': '{}\n', '.keepgoing/.gitignore': '# mine\n*\n' });
  cart.edit({ '../elsewhere/checkpoint.md': 'mine\n', '.keepgoing': { link: '../elsewhere' } });
  shop.commit({ '.keepgoing/checkpoint.md': 'mine\n' });
  list(shop, '/.keepgoing/\n');
  shop.edit({ '.git/keepgoing/pre-commit': '#!/bin/sh\n' });
  const trees = [shop, auth, cart];
  const proof = readOnlyProof(trees.map(({ path }) => path));
  for (const { path } of trees) await (await saverOf(path)).save();
  rmSync(away.path, { recursive: true });
  const options = await optionsOf([...trees, away]);
  const traces = await readTraces(options);
  expect([traces.excluded, traces.unseen]).toEqual([null, [away.path]]);
  expect(await pruneEverything(options, traces)).toMatchObject({ done: true, stayed: [] });
  expect(lasting(proof)).toEqual([]);
});

test('what came to the list of ignored files after the line of kg stays, each line whole', async () => {
  const shop = await repo({ files: { 'a.txt': 'a\n' } });
  list(shop, '*.log');
  await (await saverOf(shop.path)).save();
  list(shop, `${textOf(shop.path, '.git/info/exclude')}*.tmp\n`);
  const options = await optionsOf([shop]);
  await pruneEverything(options, await readTraces(options));
  expect(textOf(shop.path, '.git/info/exclude')).toBe('*.log\n*.tmp\n');
});

test('whoever saves at the time keeps what it needs, and what killed ones left goes', async () => {
  const shop = await repo({ files: { 'a.txt': 'a\n' } });
  const proof = readOnlyProof([shop.path]);
  const saver = await saverOf(shop.path);
  await saver.save();
  const claims = join(saver.commonDirectory, 'keepgoing/claims');
  const options = await optionsOf([shop]);
  const other = await claim({ claims, kind: 'save', id: '20261122T120000001Z-abcdef', writer });
  expect(await pruneEverything(options, await readTraces(options))).toMatchObject({ done: false });
  expect(existsSync(join(shop.path, '.keepgoing/checkpoint.md'))).toBe(true);
  expect(existsSync(join(saver.commonDirectory, 'keepgoing/objects/info/alternates'))).toBe(true);
  await other.release();
  // One that was ended in the middle: a claim of a process that is gone, a file beside, a list without a manifest.
  const dead = '20261122T120000002Z-fedcba';
  const left = join(claims, `save_${dead}_999999999_0123456789abcdef_0123456789abcdef`);
  writeFileSync(left, '');
  utimesSync(left, new Date(0), new Date(0));
  writeFileSync(join(shop.path, `.keepgoing/.checkpoint.json.${dead}`), 'half');
  mkdirSync(join(saver.commonDirectory, 'keepgoing/checkpoints/main'), { recursive: true });
  writeFileSync(join(saver.commonDirectory, `keepgoing/checkpoints/main/${dead}.objects`), 'half');
  expect(await readTraces(options)).toMatchObject({ copies: [{ directory: join(shop.path, '.keepgoing') }] });
  const strange = join(saver.commonDirectory, 'keepgoing/objects/info/notes.txt');
  writeFileSync(strange, 'mine\n');
  expect(await pruneEverything(options, await readTraces(options))).toMatchObject({ done: true, stayed: [strange] });
  rmSync(strange);
  expect(await pruneEverything(options, await readTraces(options))).toMatchObject({ done: true, stayed: [] });
  expect(lasting(proof)).toEqual([]);
});

function list({ path }: Checkout, text: string): void {
  mkdirSync(join(path, '.git/info'), { recursive: true });
  writeFileSync(join(path, '.git/info/exclude'), Buffer.from(text, 'latin1'));
}

async function optionsOf(trees: readonly Checkout[]) {
  const [main] = trees;
  if (main === undefined) throw new Error('no worktree');
  return {
    git: testGit(),
    cwd: main.path,
    commonDirectory: join(main.path, '.git'),
    worktrees: trees.map(({ path }) => path),
    writer,
    now: noon,
  };
}

/** All but that something came and went, which moves the time of a directory and makes a file anew. */
function lasting(proof: ReturnType<typeof readOnlyProof>): readonly string[] {
  return proof.differences().filter((one) => !/^(?:inode, )?mtime changed/u.test(one));
}
