import { expect, test } from 'vitest';
import { readDiff } from '../../src/overlap/diff.ts';
import { renderOverlapDiff } from '../../src/render/overlap/diff.ts';
import { testGit } from '../helpers/budget.ts';
import { compare } from '../helpers/overlaps.ts';
import { pipe } from '../helpers/ink.ts';
import { picture } from '../helpers/overlap-picture.ts';
import { repo } from '../helpers/repo.ts';
import { auth as authRow, cart as cartRow, home } from '../helpers/shop.ts';

function text(changes: Readonly<Record<number, string>> = {}): string {
  return Array.from({ length: 20 }, (_, at) => `${changes[at + 1] ?? `line ${at + 1}`}\n`).join('');
}

test('both sides of a file are shown beside their base, by the names that each side has for it', async () => {
  const shop = await repo({ files: { 'a\nb': text(), binary: '\0\n' } });
  const auth = shop.worktree('auth');
  const cart = shop.worktree('cart');
  auth.edit({
    'a\nb': null,
    renamed: text({ 2: 'auth\n and more', 8: 'auth', 12: 'both', 20: 'auth' }),
    binary: '\0a\n',
  });
  auth.stage();
  cart.edit({ 'a\nb': text({ 8: 'cart', 9: 'cart', 12: 'both', 15: '' }), binary: '\0b\n' });
  const { overlaps, snapshots, store } = await compare(shop.path);
  const [pair] = overlaps.pairs;
  const commit = (worktree: string | undefined): string =>
    snapshots.find((snapshot) => snapshot.worktree === worktree)?.commit ?? '';
  const place = { git: testGit(), directory: shop.path, env: store.env };
  const [binary, file] = pair?.files ?? [];
  if (file === undefined || binary === undefined) throw new Error('two files were expected');
  const asked = { place, a: commit(pair?.a), b: commit(pair?.b) };
  const diff = await readDiff({ ...asked, file });
  const diffs = [{ a: authRow.path, b: cartRow.path, files: [{ path: diff.path, diff }] }];
  expect(renderOverlapDiff({ picture: picture([]), diffs, style: pipe, home })).toMatchInlineSnapshot(`
    [
      "renamed  feature/auth ↔ feature/cart",
      "@@ feature/auth 2–3 @@",
      "-line 2",
      "+auth",
      "+ and more",
      "@@ feature/auth 9–10 ↔ feature/cart 8–9 @@",
      "<<<<<<< feature/auth",
      "auth",
      "line 9",
      "||||||| before",
      "line 8",
      "line 9",
      "=======",
      "cart",
      "cart",
      ">>>>>>> feature/cart",
      "@@ feature/auth 13 ↔ feature/cart 12 @@",
      "-line 12",
      "+both",
      "@@ feature/cart 15 @@",
      "-line 15",
      "+",
      "@@ feature/auth 21 @@",
      "-line 20",
      "+auth",
    ]
  `);
  expect(place.git.started()).toBe(4);
  expect(await readDiff({ ...asked, file: binary })).toMatchObject({ path: 'binary', regions: null });
});

test('what a side only took over from the trunk is counted, and not shown as its own', async () => {
  const shop = await repo({ files: { file: text() } });
  const early = shop.worktree('early');
  shop.commit({ file: text({ 2: 'main', 3: 'main', 18: 'main' }) });
  const late = shop.worktree('late');
  early.edit({ file: text({ 8: 'early' }) });
  late.edit({ file: text({ 2: 'main', 3: 'main', 12: 'late', 18: 'main' }) });
  const { overlaps, snapshots, store } = await compare(shop.path);
  const tip = (path: string): string => snapshots.find(({ worktree }) => worktree === path)?.commit ?? '';
  const place = { git: testGit(), directory: shop.path, env: store.env };
  const file = overlaps.pairs.find(({ a, b }) => a === early.path && b === late.path)?.files[0];
  if (file === undefined) throw new Error('a file was expected');
  const forks = { a: early.git('rev-parse', 'HEAD'), b: late.git('rev-parse', 'HEAD') };
  const diff = await readDiff({ place, a: tip(early.path), b: tip(late.path), forks, file });
  const diffs = [{ a: authRow.path, b: cartRow.path, files: [{ path: diff.path, diff }] }];
  expect(renderOverlapDiff({ picture: picture([]), diffs, style: pipe, home })).toMatchInlineSnapshot(`
    [
      "file  feature/auth ↔ feature/cart",
      "@@ feature/auth 8 @@",
      "-line 8",
      "+early",
      "@@ feature/cart 12 @@",
      "-line 12",
      "+late",
      "    2 stretches that feature/cart took over from main not shown",
    ]
  `);
  expect(place.git.started()).toBe(4);
});

test('files that only share a name have no base in common, and a moved directory is no other file', async () => {
  const base = { p: 'p\n1\n', q: 'q\n1\n', u: 'u\n1\n', 'old/x': 'x\n1\n', 'old/y': 'y\n1\n', r: 'r\n1\n' };
  const shop = await repo({ files: base });
  const one = shop.worktree('one');
  const two = shop.worktree('two');
  one.stage({ p: null, both: base.p, q: null, taken: base.q, 'old/x': null, 'old/y': null, r: null });
  one.stage({ 'new/x': base['old/x'], 'new/y': base['old/y'], place: 'file\n' });
  two.stage({ u: null, both: base.u, taken: 'new\n', 'old/n': 'n\n', r: null, 'old/r': base.r, 'place/in': 'i\n' });
  const { overlaps, snapshots, store } = await compare(shop.path);
  const [pair] = overlaps.pairs;
  const [a = '', b = ''] = [pair?.a, pair?.b].map(
    (worktree) => snapshots.find((snapshot) => snapshot.worktree === worktree)?.commit ?? '',
  );
  const place = { git: testGit(), directory: shop.path, env: store.env };
  const files = await Promise.all(
    (pair?.files ?? []).map(async (file) => ({ path: file.path, diff: await readDiff({ place, a, b, file }) })),
  );
  const diffs = [{ a: authRow.path, b: cartRow.path, files }];
  expect(renderOverlapDiff({ picture: picture([]), diffs, style: pipe, home }).join('\n')).toMatchInlineSnapshot(`
    "both  feature/auth ↔ feature/cart
    @@ feature/auth 1–2 ↔ feature/cart 1–2 @@
    <<<<<<< feature/auth
    p
    1
    ||||||| before
    =======
    u
    1
    >>>>>>> feature/cart

    new/r  feature/auth ↔ feature/cart
    @@ feature/auth 1 @@
    -r
    -1

    old/n  feature/auth ↔ feature/cart
    @@ feature/cart 1 @@
    +n

    place  feature/auth ↔ feature/cart
        no lines to compare

    taken  feature/auth ↔ feature/cart
    @@ feature/auth 1–2 ↔ feature/cart 1 @@
    <<<<<<< feature/auth
    q
    1
    ||||||| before
    =======
    new
    >>>>>>> feature/cart"
  `);
});
