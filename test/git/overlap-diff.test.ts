import { expect, test } from 'vitest';
import { diffText, readDiff } from '../../src/overlap/diff.ts';
import { testGit } from '../helpers/budget.ts';
import { compare } from '../helpers/overlaps.ts';
import { repo } from '../helpers/repo.ts';

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
  expect(diffText(diff, { a: 'auth', b: 'cart' })).toMatchInlineSnapshot(`
    [
      "@@ auth 2-3 @@",
      "-line 2",
      "+auth",
      "+ and more",
      "@@ auth 9-10, cart 8-9 @@",
      "<<<<<<< auth",
      "auth",
      "line 9",
      "||||||| base",
      "line 8",
      "line 9",
      "=======",
      "cart",
      "cart",
      ">>>>>>> cart",
      "@@ auth 13, cart 12 @@",
      "-line 12",
      "+both",
      "@@ cart 15 @@",
      "-line 15",
      "+",
      "@@ auth 21 @@",
      "-line 20",
      "+auth",
    ]
  `);
  expect(place.git.started()).toBe(4);
  expect(await readDiff({ ...asked, file: binary })).toMatchObject({ path: 'binary', regions: null });
});
