import { expect, test } from 'vitest';
import type { DiffedFile } from '../../src/survey/overlap-picture.ts';
import { renderOverlapDiff } from '../../src/render/overlap/diff.ts';
import type { Style } from '../../src/render/style.ts';
import { plain } from '../../src/render/text.ts';
import { hostile } from '../helpers/hostile.ts';
import { inked, page, pipe, terminal } from '../helpers/ink.ts';
import { collisions } from '../helpers/overlap-picture.ts';
import { auth, cart, home } from '../helpers/shop.ts';

const range = (start: number, end: number) => ({ start, end });

/** One stretch that both changed, one that only the second did, one that both changed alike. */
const session: DiffedFile = {
  path: 'src/session.ts',
  diff: {
    path: 'src/session.ts',
    lines: {
      base: ['import a', 'const life = 60', 'end', 'old', 'x'],
      a: ['import a', 'const life = 3600', 'const grace = 5', 'end', 'old', 'y'],
      b: ['import a', 'const life = 90', 'end', 'y'],
    },
    regions: [
      { base: range(1, 2), a: range(1, 3), b: range(1, 2), changed: 'both' },
      { base: range(3, 4), a: range(4, 5), b: range(3, 3), changed: 'b' },
      { base: range(4, 5), a: range(5, 6), b: range(3, 4), changed: 'both' },
    ],
    inherited: { a: 0, b: 0 },
  },
};
const logo: DiffedFile = { path: 'assets/logo.png', diff: null, reason: 'binary on both sides' };
const empty: DiffedFile = { path: 'src/mode.ts', diff: null };

function diff(files: readonly DiffedFile[], style: Style): readonly string[] {
  return renderOverlapDiff({ picture: collisions, diffs: [{ a: auth.path, b: cart.path, files }], style, home });
}

test('both sides of each file, with their names', () => {
  expect(page(diff([session, logo, empty], terminal(80)))).toMatchInlineSnapshot(`
    "
    src/session.ts  feature/auth ↔ feature/cart
    @@ feature/auth 2–3 ↔ feature/cart 2 @@
    <<<<<<< feature/auth
    const life = 3600
    const grace = 5
    ||||||| before
    const life = 60
    =======
    const life = 90
    >>>>>>> feature/cart
    @@ feature/cart 3 @@
    -old
    @@ feature/auth 6 ↔ feature/cart 4 @@
    -x
    +y

    assets/logo.png  feature/auth ↔ feature/cart
        binary on both sides

    src/mode.ts  feature/auth ↔ feature/cart
        no lines to compare
    "
  `);
});

test('with ink', () => {
  expect(page(diff([session], inked(80)))).toMatchInlineSnapshot(`
    "
    {path src/session.ts}  {branch feature/auth} ↔ {branch feature/cart}
    {dim @@ feature/auth 2–3 ↔ feature/cart 2 @@}
    {warning <<<<<<< feature/auth}
    const life = 3600
    const grace = 5
    {warning ||||||| before}
    {dim const life = 60}
    {warning =======}
    const life = 90
    {warning >>>>>>> feature/cart}
    {dim @@ feature/cart 3 @@}
    {deleted -old}
    {dim @@ feature/auth 6 ↔ feature/cart 4 @@}
    {deleted -x}
    {added +y}
    "
  `);
});

test('a pipe gets the same', () => {
  expect(diff([session, logo], pipe)).toEqual(diff([session, logo], terminal(80)));
});

test('nothing in a line acts on a terminal, but tabs stay', () => {
  const odd = `\t${hostile.join('')}`;
  const shown: DiffedFile = {
    path: `a${hostile.join('')}`,
    diff: {
      path: 'a',
      lines: { base: [odd], a: [`${odd}a`], b: [`${odd}b`] },
      regions: [{ base: range(0, 1), a: range(0, 1), b: range(0, 1), changed: 'both' }],
      inherited: { a: 0, b: 0 },
    },
  };
  const lines = diff([shown], terminal(80));
  expect(lines.flatMap((line) => line.split('\t')).filter((text) => plain(text) !== text)).toEqual([]);
  expect(lines.filter((line) => line.startsWith('\t'))).toHaveLength(3);
});
